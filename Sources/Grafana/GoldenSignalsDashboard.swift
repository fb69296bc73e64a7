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
                .stat,
                "\(signal.title) now",
                [Panel.Query(expression, legend: signal.title)],
                unit: signal.grafanaUnit,
                width: 3,
                description: "\(signal.meaning) \(signal.limitsInWords)"
            )
            .with {
                $0.limits = signal.statLimits
                $0.empty = signal.emptyText
                $0.decimals = signal.unit == .perSecond ? 1 : nil
            }
        }
        let targets = Panel(
            .stat,
            "Targets up now",
            [Panel.Query(catalog.shareOfTargetsUp, legend: "up")],
            unit: .share,
            width: 2,
            description: "The share of the targets that answered their last scrape. Red below 100 %."
        )
        .with {
            $0.limits = Limits([(0, .critical), (1, .good)])
            $0.empty = "no target"
        }
        let saturation = catalog.saturation.map { expression in
            Panel(
                .bars,
                "\(Signal.saturation.title) now",
                [Panel.Query(expression, legend: "{{\(SignalCatalog.tagLabel)}}")],
                unit: .share,
                width: 4,
                description: "\(Signal.saturation.meaning) \(Signal.saturation.limitsInWords)"
            )
            .with {
                $0.limits = Signal.saturation.statLimits
                $0.axis = Panel.Axis(floor: 0, ceiling: 1)
                $0.rename = SignalCatalog.resourceName
            }
        }
        return signals + [targets] + [saturation].compactMap { $0 }
    }

    private static func traffic(_ catalog: SignalCatalog) -> [Panel] {
        let objective = Panel.Query(RecordedSLO.availabilityObjective, legend: "objective {{slo}}", isDashed: true)
        let panels: [Panel?] = [
            chart(.requestRate, catalog, width: 12) { $0.axis.floor = 0 },
            chart(.successShare, catalog, further: [objective], width: 12) { panel in
                panel.limits = Limits([(Signal.successFloor, .critical)])
                panel.axis = Panel.Axis(ceiling: 1, low: 0.8)
            },
            catalog.errorRate.map { expression in
                Panel(
                    .lines,
                    "5xx a second",
                    [Panel.Query(expression, legend: "5xx")],
                    unit: .requestsPerSecond,
                    width: 12,
                    description: "Requests a second that the server failed. 0 while it is asked and nothing fails."
                )
                .with { $0.axis.floor = 0 }
            },
            chart(.errorShare, catalog, width: 12) { $0.axis = Panel.Axis(floor: 0, high: 0.02) },
        ]
        return panels.compactMap { $0 }
    }

    private static func latency(_ catalog: SignalCatalog) -> [Panel] {
        let quantiles = [Signal.p95Latency, .p99Latency]
        let queries = quantiles.compactMap { signal in
            catalog.measured(signal).map { Panel.Query($0, legend: signal.label) }
        }
        let panels: [Panel?] = [
            chart(.averageLatency, catalog, width: 8) { $0.axis.floor = 0 },
            queries.isEmpty
                ? nil
                : Panel(
                    .lines,
                    "p95 and p99 latency",
                    queries,
                    unit: .seconds,
                    width: 8,
                    description: (["Interpolated within the histogram's buckets."] + quantiles.map(\.limitsInWords))
                        .joined(separator: " ")
                )
                .with {
                    $0.limits = Limits(quantiles.flatMap(\.chartLimits.steps).map { ($0.value, $0.tone) })
                    $0.axis.floor = 0
                },
            chart(.saturation, catalog, legend: "{{\(SignalCatalog.tagLabel)}}", width: 8) { panel in
                panel.axis = Panel.Axis(floor: 0, high: 1)
                panel.rename = SignalCatalog.resourceName
            },
            catalog.latencyBuckets.map { expression in
                Panel(
                    .heatmap,
                    "Latency distribution",
                    [Panel.Query(expression, legend: "{{le}}")],
                    unit: catalog.unit.grafanaUnit,
                    width: 24,
                    description: "Requests a second in each bucket of the latency histogram."
                )
                .with { $0.empty = "no traffic" }
            },
        ]
        return panels.compactMap { $0 }
    }

    private static func who(_ catalog: SignalCatalog) -> [Panel] {
        let route = catalog.profile.labels(of: .route)
        let status = catalog.profile.labels(of: .status)
        let panels: [Panel?] = [
            route.map { split("Requests by route", catalog.requestRate(by: $0), $0) },
            route.flatMap { labels in catalog.errorRate(by: labels).map { split("5xx by route", $0, labels) } },
            status.map { split("Requests by status", catalog.requestRate(by: $0), $0).with { $0.isStacked = true } },
        ]
        return panels.compactMap { $0 }
    }

    private static func split(_ title: String, _ expression: String, _ labels: [String]) -> Panel {
        let legend = labels.map { "{{\($0)}}" }.joined(separator: " ")
        return Panel(
            .lines,
            title,
            [Panel.Query(expression, legend: legend)],
            unit: .requestsPerSecond,
            width: 8,
            description: "\(title), told apart by \(labels.joined(separator: " and ")), a second."
        )
        .with { $0.axis.floor = 0 }
    }

    /// A signal over time; nil where the profile cannot tell it.
    private static func chart(
        _ signal: Signal,
        _ catalog: SignalCatalog,
        legend: String? = nil,
        further: [Panel.Query] = [],
        width: Int,
        _ change: (inout Panel) -> Void
    ) -> Panel? {
        catalog.measured(signal).map { expression in
            Panel(
                .lines,
                signal.title,
                [Panel.Query(expression, legend: legend ?? signal.title)] + further,
                unit: signal.grafanaUnit,
                width: width,
                description: "\(signal.meaning) \(signal.limitsInWords)"
            )
            .with { panel in
                panel.limits = signal.chartLimits
                panel.empty = signal.emptyText
                change(&panel)
            }
        }
    }
}
