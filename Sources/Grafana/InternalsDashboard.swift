import GoldenSignals

extension GrafanaDashboard {
    /// What the bundled service's processes use, and which faults act on them; nil for any other profile.
    static func internals(_ profile: MetricProfile) -> GrafanaDashboard? {
        let catalog = SignalCatalog.template(profile)
        guard let service = catalog.unstableService else { return nil }
        return GrafanaDashboard(
            name: .internals,
            profile: profile,
            refresh: "10s",
            variables: Variable.choices(profile),
            annotations: Annotation.all(catalog),
            sections: [
                ("Faults", faults(catalog, service)), ("Resources", resources(catalog, service)),
                ("Processes", processes(catalog, service)),
            ]
        )
    }

    private static func faults(_ catalog: SignalCatalog, _ service: SignalCatalog.UnstableService) -> [Panel] {
        let each = "{{fault}} {{route}}"
        let panels: [Panel?] = [
            catalog.activeFaults.map { expression in
                Panel(
                    kind: .lines,
                    title: "Active faults",
                    queries: [Panel.Query(expression, legend: each)],
                    unit: .plain,
                    width: 8,
                    axis: Panel.Axis(floor: 0, high: 1),
                    empty: "no fault",
                    words: [0: "off", 1: "on"],
                    description: "1 for each fault while it acts; nothing at other times."
                )
            },
            catalog.faultShares.map { expression in
                Panel(
                    kind: .lines,
                    title: "Fault share",
                    queries: [Panel.Query(expression, legend: each)],
                    unit: .share,
                    width: 8,
                    axis: Panel.Axis(floor: 0, ceiling: 1),
                    description: "The share of the requests that a fault is to hit while it acts."
                )
            },
            Panel(
                kind: .lines,
                title: "Faults injected",
                queries: [Panel.Query(service.faultsInjected, legend: each)],
                unit: .requestsPerSecond,
                width: 8,
                axis: Panel.Axis(floor: 0),
                description: "Requests a second that a fault failed or delayed: compare them with the 5xx."
            ),
            Panel(
                kind: .lines,
                title: "Fault time left",
                queries: [Panel.Query(service.faultsRemaining, legend: each)],
                unit: .seconds,
                width: 12,
                axis: Panel.Axis(floor: 0),
                empty: "no fault with an end",
                description: "How long a fault still acts. The built-in defect has no end and does not stand here."
            ),
            Panel(
                kind: .lines,
                title: "Fault delay",
                queries: [Panel.Query(service.faultDelays, legend: each)],
                unit: .seconds,
                width: 12,
                axis: Panel.Axis(floor: 0),
                empty: "no fault that delays",
                description: "By how much a fault delays a request."
            ),
        ]
        return panels.compactMap { $0 }
    }

    private static func resources(_ catalog: SignalCatalog, _ service: SignalCatalog.UnstableService) -> [Panel] {
        [
            usage("Processors", of: catalog.processorsBusy, limit: service.processorLimit, unit: .plain),
            usage("Memory", of: catalog.residentMemory, limit: service.memoryLimit, unit: .bytes),
            usage(
                "File descriptors",
                of: catalog.openFileDescriptors,
                limit: catalog.fileDescriptorLimit,
                unit: .plain
            ),
            usage("Requests in flight", of: service.requestsInFlight, unit: .plain),
            usage("Threads", of: catalog.threads, unit: .plain),
        ]
    }

    /// What each process uses, and the most that it may use where that is known.
    private static func usage(_ title: String, of use: String, limit: String? = nil, unit: Panel.Unit) -> Panel {
        let limits = [limit].compactMap { $0 }.map { Panel.Query($0, legend: "limit", isDashed: true) }
        return Panel(
            kind: .lines,
            title: title,
            queries: [Panel.Query(use, legend: "{{instance}}")] + limits,
            unit: unit,
            width: limit == nil ? 12 : 8,
            // A limit that is far away must not press the use down to the axis.
            axis: limit == nil ? Panel.Axis(floor: 0) : Panel.Axis(isLogarithmic: true),
            description: "\(title) of each process\(limit == nil ? "." : "; dashed is what it may use.")"
        )
    }

    private static func processes(_ catalog: SignalCatalog, _ service: SignalCatalog.UnstableService) -> [Panel] {
        let each = "{{instance}}"
        return [
            Panel(
                kind: .stat,
                title: "Versions",
                queries: [Panel.Query(service.versions, legend: "{{version}}")],
                unit: .plain,
                width: 8,
                description: "How many processes run each version."
            ),
            Panel(
                kind: .stat,
                title: "Uptime",
                queries: [Panel.Query(catalog.uptime, legend: each)],
                unit: .seconds,
                width: 8,
                description: "How long each process has been running."
            ),
            Panel(
                kind: .stat,
                title: "Targets",
                queries: [Panel.Query(catalog.targetsUp, legend: each)],
                unit: .plain,
                width: 8,
                limits: Limits([(0, .critical), (1, .good)]),
                empty: "no target",
                words: [0: "DOWN", 1: "up"],
                description: "Whether each target answered its last scrape. Red and DOWN where it did not."
            ),
            Panel(
                kind: .lines,
                title: "Restarts",
                queries: [Panel.Query(catalog.restarts, legend: each)],
                unit: .plain,
                width: 12,
                axis: Panel.Axis(floor: 0, high: 1),
                description: "How often each process started anew within the window of a point."
            ),
            Panel(
                kind: .lines,
                title: "Scrape duration",
                queries: [Panel.Query(catalog.scrapeDuration, legend: each)],
                unit: .seconds,
                width: 12,
                axis: Panel.Axis(floor: 0),
                description: "How long a scrape of each target takes."
            ),
        ]
    }
}
