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
                    .lines,
                    "Active faults",
                    [Panel.Query(expression, legend: each)],
                    unit: .plain,
                    width: 8,
                    description: "1 for each fault while it acts; nothing at other times."
                )
                .with {
                    $0.axis = Panel.Axis(floor: 0, high: 1)
                    $0.words = [0: "off", 1: "on"]
                    $0.empty = "no fault"
                }
            },
            catalog.faultShares.map { expression in
                Panel(
                    .lines,
                    "Fault share",
                    [Panel.Query(expression, legend: each)],
                    unit: .share,
                    width: 8,
                    description: "The share of the requests that a fault is to hit while it acts."
                )
                .with { $0.axis = Panel.Axis(floor: 0, ceiling: 1) }
            },
            Panel(
                .lines,
                "Faults injected",
                [Panel.Query(service.faultsInjected, legend: each)],
                unit: .requestsPerSecond,
                width: 8,
                description: "Requests a second that a fault failed or delayed: compare them with the 5xx."
            )
            .with { $0.axis.floor = 0 },
            Panel(
                .lines,
                "Fault time left",
                [Panel.Query(service.faultsRemaining, legend: each)],
                unit: .seconds,
                width: 12,
                description: "How long a fault still acts. The built-in defect has no end and does not stand here."
            )
            .with {
                $0.axis.floor = 0
                $0.empty = "no fault with an end"
            },
            Panel(
                .lines,
                "Fault delay",
                [Panel.Query(service.faultDelays, legend: each)],
                unit: .seconds,
                width: 12,
                description: "By how much a fault delays a request."
            )
            .with {
                $0.axis.floor = 0
                $0.empty = "no fault that delays"
            },
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
            .lines,
            title,
            [Panel.Query(use, legend: "{{instance}}")] + limits,
            unit: unit,
            width: limit == nil ? 12 : 8,
            description: limit == nil
                ? "\(title) of each process." : "\(title) of each process; dashed is what it may use."
        )
        // A limit that is far away must not press the use down to the axis.
        .with { $0.axis = limit == nil ? Panel.Axis(floor: 0) : Panel.Axis(isLogarithmic: true) }
    }

    private static func processes(_ catalog: SignalCatalog, _ service: SignalCatalog.UnstableService) -> [Panel] {
        [
            Panel(
                .stat,
                "Versions",
                [Panel.Query(service.versions, legend: "{{version}}")],
                unit: .plain,
                width: 8,
                description: "How many processes run each version."
            ),
            Panel(
                .stat,
                "Uptime",
                [Panel.Query(catalog.uptime, legend: "{{instance}}")],
                unit: .seconds,
                width: 8,
                description: "How long each process has been running."
            ),
            Panel(
                .stat,
                "Targets",
                [Panel.Query(catalog.targetsUp, legend: "{{instance}}")],
                unit: .plain,
                width: 8,
                description: "Whether each target answered its last scrape. Red and DOWN where it did not."
            )
            .with {
                $0.words = [0: "DOWN", 1: "up"]
                $0.limits = Limits([(0, .critical), (1, .good)])
                $0.empty = "no target"
            },
            Panel(
                .lines,
                "Restarts",
                [Panel.Query(catalog.restarts, legend: "{{instance}}")],
                unit: .plain,
                width: 12,
                description: "How often each process started anew within the window of a point."
            )
            .with { $0.axis = Panel.Axis(floor: 0, high: 1) },
            Panel(
                .lines,
                "Scrape duration",
                [Panel.Query(catalog.scrapeDuration, legend: "{{instance}}")],
                unit: .seconds,
                width: 12,
                description: "How long a scrape of each target takes."
            )
            .with { $0.axis.floor = 0 },
        ]
    }
}
