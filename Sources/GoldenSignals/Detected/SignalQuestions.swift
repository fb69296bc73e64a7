package import Detection
package import PromModel
import PromQL

/// What a server is asked so that the signals of services without a profile are found: few questions, bounded ones.
///
/// None selects everything: names come first, then the counts of those that may matter.
package struct SignalQuestions: Sendable {
    /// At most so many names are asked about, and so many series read.
    package static let mostNames = 800
    package static let mostSeries = 20_000
    /// At most so many gauges beside them, of what is in use and of its limit.
    package static let mostGauges = 80

    /// At most so many counters beside them whose names say nothing, and so many of their series, the fewest first.
    package static let mostOthers = 200
    package static let mostOtherSeries = 2000

    private let names: [String]
    private let others: Set<String>
    private let buckets: [String]
    private let labels: ServiceLabels

    /// Questions about some of the names that a server knows; nil where none of them may matter.
    ///
    /// `labels` tell the services apart.
    package init?(names known: [String], labels: ServiceLabels = .standard) {
        self.labels = labels
        let counters = NameFilter.inTurn(NameFilter.counters(known), most: Self.mostNames)
        guard !counters.isEmpty else { return nil }
        let needed = Set(MetricProfile.builtin.known.flatMap(\.needs))
        let gauges = Set(NameFilter.pairs(known).prefix(Self.mostGauges)).union(needed.intersection(known))
        names = counters + gauges.subtracting(counters).sorted()
        others = Set(NameFilter.inTurn(NameFilter.others(known), most: Self.mostOthers)).subtracting(names)
        let families = Set(names.map(NameFilter.family(of:)))
        buckets = known.filter { $0.hasSuffix("_bucket") && families.contains(NameFilter.family(of: $0)) }
    }

    /// How many series each service has of each name.
    package var presence: String {
        let all = names + others.sorted()
        return "count by (\(PromQLName.labels(labels.counted + [Labels.metricNameLabel]))) (\(selector(all, [])))"
    }

    /// Of the answer about presence what is worth reading, and how many series that is: of names that say nothing only
    /// those of few series.
    package func worthReading(_ presence: [InstantValue]) -> (values: [InstantValue], series: Double) {
        let isOther = { (value: InstantValue) in others.contains(value.labels.metricName) }
        let known = presence.filter { !isOther($0) }
        var left = Double(Self.mostOtherSeries)
        let byName = Dictionary(grouping: presence.filter(isOther)) { $0.labels.metricName }
            .map { (name: $0.key, values: $0.value, series: $0.value.reduce(0) { $0 + $1.value }) }
            .sorted { ($0.series, $0.name) < ($1.series, $1.name) }
        let some = byName.prefix { each in
            left -= each.series
            return left >= 0
        }
        return (known + some.flatMap(\.values), known.reduce(0) { $0 + $1.value })
    }

    /// The counts themselves, of some services.
    package func values(of services: [ServiceKey], present: Set<String>) -> String? {
        let wanted = (names + others.sorted()).filter(present.contains)
        return wanted.isEmpty ? nil : selector(wanted, services)
    }

    /// The bounds of the buckets, of some services; nil where none of them has any.
    package func bounds(of services: [ServiceKey], present: Set<String>) -> String? {
        let families = Set(present.map(NameFilter.family(of:)))
        let wanted = buckets.filter { families.contains(NameFilter.family(of: $0)) }
        guard !wanted.isEmpty else { return nil }
        let kept = PromQLName.labels(labels.counted + [Labels.metricNameLabel, "le", MetricFamily.rangeLabel])
        return "count by (\(kept)) (\(selector(wanted, services)))"
    }

    /// The evidence of one service among the answers, with what a server knows of metrics by their names.
    package static func evidence(
        values: [InstantValue],
        bounds: [InstantValue],
        metadata: [String: [MetricMetadata]] = [:]
    ) -> MetricEvidence {
        let samples = (values + bounds).map { (labels: $0.labels, value: $0.value) }
        return MetricEvidence(samples: samples) { described($0, metadata) }
    }

    /// What is known of a metric: nothing where its pages differ in what they say.
    ///
    /// Counters of OpenMetrics pages are listed without their `_total`.
    private static func described(_ name: String, _ metadata: [String: [MetricMetadata]]) -> MetricMetadata? {
        let family = name.hasSuffix("_total") ? String(name.dropLast("_total".count)) : name
        guard let found = metadata[name] ?? metadata[family], let first = found.first,
            found.allSatisfy({ $0.type == first.type && $0.unit == first.unit })
        else { return nil }
        return first
    }

    private func selector(_ names: [String], _ services: [ServiceKey]) -> String {
        let escaped = names.map { name in name.map { ".+*?()[]{}|^$\\".contains($0) ? "\\\($0)" : "\($0)" }.joined() }
        var matchers = ["__name__=~\(Labels.quoted(escaped.joined(separator: "|")))"]
        let jobs = Set(services.map { $0.labels["job"] }).filter { !$0.isEmpty }.sorted()
        if !jobs.isEmpty, jobs.count <= 50 {
            let pattern = jobs.map { job in job.map { ".+*?()[]{}|^$\\".contains($0) ? "\\\($0)" : "\($0)" }.joined() }
            matchers.append("job=~\(Labels.quoted(pattern.joined(separator: "|")))")
        }
        return "{\(matchers.joined(separator: ","))}"
    }
}
