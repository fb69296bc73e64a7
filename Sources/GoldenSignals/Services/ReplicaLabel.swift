package import PromModel

/// A label that tells the replicas of one observer apart: their series are about the same processes.
///
/// Two Prometheis that scrape the same targets for safety differ in one external label. Where the series of both are
/// in one store, their sum is twice the traffic.
package struct ReplicaLabel: Sendable, Equatable {
    /// The label.
    package let name: String
    /// The replicas, in the order of their names.
    package let values: [String]
    /// The one that is taken.
    package let chosen: String

    /// What selects the series of the one that is taken.
    package var matcher: String { "\(name)=\(Labels.quoted(chosen))" }

    /// In words, for a person.
    package var description: String {
        "\(name) has \(values.joined(separator: ", ")) for the same targets: only \(chosen) is taken"
    }

    /// Finds the label in which a service's targets are there more than once.
    ///
    /// `targets` are the labels of its series of `up`; `starts` the start times of its processes, by the labels of
    /// theirs. A label that is called after replicas is believed; of any other the processes have to be the same ones,
    /// by their start times: two pages of one address (a kubelet's and its cAdvisor's) differ in one label, too.
    /// `preferred` is kept while it is there; `late` are the targets whose newest sample is too old: a replica that has
    /// died leaves its last samples behind for minutes, and is not taken for them.
    package static func found(
        in targets: [Labels],
        starts: [InstantValue],
        besides names: [String],
        preferred: String? = nil,
        late: Set<Labels> = []
    ) -> ReplicaLabel? {
        let plain = targets.map { $0.dropping([Labels.metricNameLabel, SignalCatalog.tagLabel]) }
        let fixed = Set(names + ["instance", "job"])
        let candidates = Set(plain.flatMap { $0.map(\.name) }).subtracting(fixed)
        // The telling names first; chance must not choose between the others.
        let order = candidates.sorted { (isTelling($1) ? 1 : 0, $0) < (isTelling($0) ? 1 : 0, $1) }
        for name in order {
            let groups = Dictionary(grouping: plain.filter { !$0[name].isEmpty }) { $0[name] }
                .mapValues { Set($0.map { $0.dropping([name]) }) }
            let copied = groups.filter { group in
                groups.contains { $0.key != group.key && overlap($0.value, group.value) }
            }
            guard copied.count > 1 else { continue }
            guard isTelling(name) || areSame(starts, apartFrom: name) else { continue }
            let current = copied.keys.reduce(into: [String: Int]()) { counts, value in
                counts[value] = plain.count { $0[name] == value && !late.contains($0) }
            }
            let most = current.values.max() ?? 0
            let complete = current.filter { $0.value == most }.keys.sorted()
            let chosen = complete.first { $0 == preferred } ?? complete.first ?? ""
            return ReplicaLabel(name: name, values: copied.keys.sorted(), chosen: chosen)
        }
        return nil
    }

    /// What one of several replicas may be late, whatever their scrapes are.
    package static let patience = Duration.seconds(30)

    /// The targets whose newest sample is far older than the newest of all.
    ///
    /// `times` are the moments of their newest samples in seconds. Samples come with the scrapes: twice as old as the
    /// newest is old enough, and half a minute may pass in any case.
    package static func late(_ times: [InstantValue], now: Timestamp) -> Set<Labels> {
        let newest = times.map(\.value).filter(\.isFinite).max() ?? 0
        let patience = max(Self.patience.inSeconds, 1.5 * (now.seconds - newest))
        return Set(times.filter { $0.value < newest - patience }.map { $0.labels.dropping([Labels.metricNameLabel]) })
    }

    /// Whether a label's name says what it is for, as `replica`, `prometheus_replica` and `__replica__` do.
    private static func isTelling(_ name: String) -> Bool { name.lowercased().contains("replica") }

    /// Whether at least half of the fewer of two sets of targets are in the other.
    private static func overlap(_ left: Set<Labels>, _ right: Set<Labels>) -> Bool {
        let common = left.intersection(right).count
        return common > 0 && common * 2 >= min(left.count, right.count)
    }

    /// Whether processes that differ in nothing but a label started at the same moments.
    private static func areSame(_ starts: [InstantValue], apartFrom name: String) -> Bool {
        let groups = Dictionary(grouping: starts.filter { !$0.labels[name].isEmpty }) { start in
            start.labels.dropping([name, Labels.metricNameLabel, SignalCatalog.tagLabel])
        }
        let pairs = groups.values.filter { $0.count > 1 }
        return !pairs.isEmpty && pairs.allSatisfy { pair in pair.allSatisfy { $0.value == pair.first?.value } }
    }
}
