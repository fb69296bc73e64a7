import GoldenSignals
import PromQL

extension ServiceRules {
    /// What no burn rate can tell: that there is nothing to count.
    ///
    /// A service of which every target is down has no burn rate, and so has one that is called otherwise now.
    var guards: [Rule] { [notScraped] + service.objectives.compactMap(notMeasured) + [allDown, someDown] }

    /// No target and no metrics: nobody scrapes the service, and it sends nothing by itself.
    ///
    /// Metrics that are pushed (remote write, OTLP) come without `up`: their own series, or what OpenTelemetry tells of
    /// each process, say that they are there. The series whose absence carries the alert's labels is the one that such
    /// a service is most sure to have.
    var notScraped: Rule {
        let missing = isMostlyPushed ? processes : up
        let others = signsOfLife.filter { $0 != missing }.joined(separator: " or ")
        return alert(
            "MetricsAbsent",
            for: service.absentFor,
            "absent(\(missing)) unless on () (\(others))",
            severity: .critical,
            summary: "nobody scrapes \(service.service)",
            description: "Prometheus has no target of it, and no metrics: nobody can say how the service does.",
            runbook: "metrics-absent"
        )
    }

    /// Targets that answer without the series that an objective counts.
    ///
    /// A warning: libraries that begin a series with the first request have none before it.
    func notMeasured(_ objective: ServiceLevelObjective) -> Rule? {
        guard let presence = service.indicator(objective, window: .seconds(300))?.presence else { return nil }
        return alert(
            "MetricsAbsent",
            for: service.absentFor,
            "group\(by) (\(up) == 1) unless\(on) group\(by) (\(presence))",
            severity: .warning,
            labels: [(name: "slo", value: service.identifier(of: objective))],
            summary: "\(service.service) has no metrics for its \(objective.name) objective",
            description: "Its targets answer, but nothing says how many requests were good: "
                + "its metrics are called otherwise now, or there was no request since it began.",
            runbook: "metrics-absent"
        )
    }

    /// Every target is down: nothing is known any more.
    var allDown: Rule {
        down(
            "== 1",
            severity: .critical,
            summary: "no target of \(service.service) can be scraped",
            consequence: "nobody knows how it does."
        )
    }

    /// Some targets are down.
    var someDown: Rule {
        down(
            "> 0 < 1",
            severity: .warning,
            summary: "\(service.service) has targets that cannot be scraped",
            consequence: "what they do is in none of the numbers."
        )
    }

    /// An alert on the share of the targets that do not answer.
    private func down(_ comparison: String, severity: Severity, summary: String, consequence: String) -> Rule {
        alert(
            "TargetDown",
            for: min(service.absentFor, .seconds(120)),
            "1 - sum\(by) (\(up)) / count\(by) (\(up)) \(comparison)",
            severity: severity,
            summary: summary,
            description: "{{ $value | humanizePercentage }} of its targets do not answer: \(consequence)",
            runbook: "target-down"
        )
    }

    /// Series that are there while the service is, pushed or scraped; targets are there where they are down, too.
    private var signsOfLife: [String] {
        var seen: Set<String> = []
        let counted = service.objectives.compactMap { service.indicator($0, window: .seconds(300))?.presence }
        let all = counted + [processes, up]
        return all.filter { seen.insert($0).inserted }
    }

    /// OpenTelemetry's own metrics come by OTLP more often than from a page.
    private var isMostlyPushed: Bool { service.profile?.translation != nil }

    /// What OpenTelemetry tells of each process.
    private var processes: String { "target_info{\(service.targetSelector)}" }

    private var up: String { "up{\(service.targetSelector)}" }

    private var by: String {
        let labels = service.targetGrouping
        return labels.isEmpty ? "" : " by (\(PromQLName.labels(labels)))"
    }

    private var on: String { " on (\(PromQLName.labels(service.targetGrouping)))" }

    private func alert(
        _ name: String,
        for duration: Duration,
        _ expression: String,
        severity: Severity,
        labels: [(name: String, value: String)] = [],
        summary: String,
        description: String,
        runbook: String
    ) -> Rule {
        Rule(
            kind: .alert(Self.camelCase(service.service) + name, for: duration),
            expression: expression,
            labels: [(name: "severity", value: severity.rawValue)] + labels + extraLabels,
            annotations: [(name: "summary", value: summary), (name: "description", value: description)]
                + self.runbook(runbook)
        )
    }
}
