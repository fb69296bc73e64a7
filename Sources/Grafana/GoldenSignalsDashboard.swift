import GoldenSignals

extension GrafanaDashboard {
    /// The golden signals of a service: traffic, errors, latency, saturation.
    static func goldenSignals(_ profile: MetricProfile) -> GrafanaDashboard {
        let catalog = SignalCatalog.template(profile)
        return GrafanaDashboard(
            name: .goldenSignals,
            profile: profile,
            refresh: "5s",
            variables: Variable.choices(profile),
            annotations: Annotation.all(catalog),
            sections: [
                ("Now", now(catalog)),
                ("Traffic and errors", traffic(catalog)),
                ("Latency and saturation", latency(catalog)),
                ("Who", who(catalog)),
            ]
        )
    }

    /// One number a signal.
    private static func now(_ catalog: SignalCatalog) -> [Panel] {
        let signals = Signal.allCases.compactMap { signal -> Panel? in
            guard signal != .saturation, let expression = catalog.measured(signal) else { return nil }
            return Panel(
                kind: .stat,
                title: "\(signal.title) now",
                queries: [Panel.Query(expression, legend: signal.title)],
                unit: signal.grafanaUnit,
                width: 3,
                limits: signal.statLimits,
                empty: signal.emptyText,
                decimals: signal.unit == .perSecond ? 1 : nil,
                description: "\(signal.meaning) \(signal.limitsInWords)"
            )
        }
        let targets = Panel(
            kind: .stat,
            title: "Targets up now",
            queries: [Panel.Query(catalog.shareOfTargetsUp, legend: "up")],
            unit: .share,
            width: 2,
            limits: Limits([(0, .critical), (1, .good)]),
            empty: "no target",
            description: "The share of the targets that answered their last scrape. Red below 100 %."
        )
        let saturation = catalog.saturation.map { expression in
            Panel(
                kind: .bars,
                title: "\(Signal.saturation.title) now",
                queries: [Panel.Query(expression, legend: Signal.saturation.legend)],
                unit: .share,
                width: 4,
                limits: Signal.saturation.statLimits,
                axis: Panel.Axis(floor: 0, ceiling: 1),
                rename: SignalCatalog.resourceName,
                description: "\(Signal.saturation.meaning) \(Signal.saturation.limitsInWords)"
            )
        }
        return signals + [targets] + [saturation].compactMap { $0 }
    }

    private static func traffic(_ catalog: SignalCatalog) -> [Panel] {
        let objective = Panel.Query(RecordedSLO.availabilityObjective, legend: "objective {{slo}}", isDashed: true)
        let panels: [Panel?] = [
            chart(.requestRate, catalog, width: 12),
            chart(.successShare, catalog, width: 12, axis: Panel.Axis(ceiling: 1, low: 0.8), beside: [objective]),
            catalog.failedRate.map { expression in
                Panel(
                    kind: .lines,
                    title: "5xx a second",
                    queries: [Panel.Query(expression, legend: "5xx")],
                    unit: .requestsPerSecond,
                    width: 12,
                    axis: Panel.Axis(floor: 0),
                    description: "Requests a second that the server failed. 0 while it is asked and nothing fails."
                )
            },
            chart(.errorShare, catalog, width: 12, axis: Panel.Axis(floor: 0, high: 0.02)),
        ]
        return panels.compactMap { $0 }
    }

    private static func latency(_ catalog: SignalCatalog) -> [Panel] {
        let quantiles = [Signal.p95Latency, .p99Latency]
        let queries = quantiles.compactMap { signal in
            catalog.measured(signal).map { Panel.Query($0, legend: signal.label) }
        }
        let panels: [Panel?] = [
            chart(.averageLatency, catalog, width: 8),
            queries.isEmpty
                ? nil
                : Panel(
                    kind: .lines,
                    title: "p95 and p99 latency",
                    queries: queries,
                    unit: .seconds,
                    width: 8,
                    limits: Limits(quantiles.flatMap(\.chartLimits.steps)),
                    axis: Panel.Axis(floor: 0),
                    description: (["Interpolated within the histogram's buckets."] + quantiles.map(\.limitsInWords))
                        .joined(separator: " ")
                ),
            chart(.saturation, catalog, width: 8, axis: Panel.Axis(floor: 0, high: 1)),
            catalog.latencyBuckets.map { expression in
                Panel(
                    kind: .heatmap,
                    title: "Latency distribution",
                    queries: [heatmapQuery(expression, catalog.profile)],
                    unit: catalog.unit.grafanaUnit,
                    width: 24,
                    empty: "no traffic",
                    description: "Requests a second in each bucket of the latency histogram."
                )
            },
        ]
        return panels.compactMap { $0 }
    }

    private static func heatmapQuery(_ expression: String, _ profile: MetricProfile) -> Panel.Query {
        let isWhole = profile.storage.hasNative
        return Panel.Query(expression, legend: isWhole ? "requests" : "{{le}}", isWhole: isWhole)
    }

    private static func who(_ catalog: SignalCatalog) -> [Panel] {
        let route = catalog.profile.labels(of: .route)
        let status = catalog.profile.labels(of: .status)
        let panels: [Panel?] = [
            route.map { split("Requests by route", catalog.requestRate(by: $0), $0) },
            route.flatMap { labels in catalog.errorRate(by: labels).map { split("5xx by route", $0, labels) } },
            status.map { split("Requests by status", catalog.requestRate(by: $0), $0, isStacked: true) },
        ]
        return panels.compactMap { $0 }
    }

    private static func split(
        _ title: String,
        _ expression: String,
        _ labels: [String],
        isStacked: Bool = false
    ) -> Panel {
        Panel(
            kind: .lines,
            title: title,
            queries: [Panel.Query(expression, legend: labels.map { "{{\($0)}}" }.joined(separator: " "))],
            unit: .requestsPerSecond,
            width: 8,
            axis: Panel.Axis(floor: 0),
            isStacked: isStacked,
            description: "\(title), told apart by \(labels.joined(separator: " and ")), a second."
        )
    }

    /// A signal over time; nil where the profile cannot tell it.
    private static func chart(
        _ signal: Signal,
        _ catalog: SignalCatalog,
        width: Int,
        axis: Panel.Axis = Panel.Axis(floor: 0),
        beside further: [Panel.Query] = []
    ) -> Panel? {
        catalog.measured(signal).map { expression in
            Panel(
                kind: .lines,
                title: signal.title,
                queries: [Panel.Query(expression, legend: signal.legend)] + further,
                unit: signal.grafanaUnit,
                width: width,
                limits: signal.chartLimits,
                axis: axis,
                empty: signal.emptyText,
                rename: signal == .saturation ? SignalCatalog.resourceName : nil,
                description: "\(signal.meaning) \(signal.limitsInWords)"
            )
        }
    }
}
