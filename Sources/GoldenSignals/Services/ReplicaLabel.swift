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
        "\(name) has \(values.map(Self.shown).joined(separator: ", ")) for the same targets: only \(Self.shown(chosen)) is taken"
    }

    private static func shown(_ value: String) -> String { value.isEmpty ? "none" : value }

    /// Finds the label in which a service's targets are there more than once.
    ///
    /// `targets` are the labels of its series of `up`; `starts` the start times of its processes, by the labels of
    /// theirs, and `counters` its counters of requests where no process tells when it started. A label that is called after replicas is believed unless they differ in all of them, as those of two
    /// `replicaset`s do; of any other the processes have to be the same ones, by their start times: two pages of one
    /// address (a kubelet's and its cAdvisor's) differ in one label, too. An observer may be told by several labels that
    /// go together, and one of two may lack the label.
    /// What the server scrapes itself (`isOwn`) has no observer beside it: only the name of a label tells of one then.
    /// `preferred` is kept while it is there; `late` are the targets whose newest sample is too old: a replica that has
    /// died leaves its last samples behind for minutes, and is not taken for them.
    package static func found(
        in targets: [Labels],
        starts: [InstantValue],
        counters: [InstantValue] = [],
        besides names: [String],
        isOwn: Bool = false,
        preferred: String? = nil,
        late: Set<Labels> = []
    ) -> ReplicaLabel? {
        let plain = targets.map { $0.dropping([Labels.metricNameLabel, SignalCatalog.tagLabel]) }
        let fixed = Set(names + ["instance", "job"])
        let candidates = Set(plain.flatMap { $0.map(\.name) }).subtracting(fixed)
        // The telling names first; chance must not choose between the others.
        let order = candidates.sorted { (isTelling($1) ? 1 : 0, $0) < (isTelling($0) ? 1 : 0, $1) }
        for name in order {
            let companions = companions(of: name, in: plain, among: candidates)
            let groups = Dictionary(grouping: plain) { $0[name] }
                .mapValues { Set($0.map { $0.dropping(companions) }) }
            let copied = groups.filter { group in
                groups.contains { $0.key != group.key && overlap($0.value, group.value) }
            }
            guard copied.count > 1 else { continue }
            let starts =
                starts.isEmpty ? alike(counters, apartFrom: companions) : pairs(starts, apartFrom: companions)
            let areSame = starts.contains(true) && !starts.contains(false)
            guard areSame && !isOwn || isTelling(name) && (starts.isEmpty || starts.contains(true)) else { continue }
            let current = copied.keys.reduce(into: [String: Int]()) { counts, value in
                counts[value] = plain.count { $0[name] == value && !late.contains($0) }
            }
            let most = current.values.max() ?? 0
            // One without the label comes last: its matcher says less.
            let complete = current.filter { $0.value == most }.keys.sorted {
                ($0.isEmpty ? 1 : 0, $0) < ($1.isEmpty ? 1 : 0, $1)
            }
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

    /// Whether a label's name says what it is for, as `replica`, `prometheus_replica`, `__replica__` and the `prometheus`
    /// of the operator do.
    private static func isTelling(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.contains("replica") || name == "prometheus"
    }

    /// Whether at least half of the fewer of two sets of targets are in the other.
    private static func overlap(_ left: Set<Labels>, _ right: Set<Labels>) -> Bool {
        let common = left.intersection(right).count
        return common > 0 && common * 2 >= min(left.count, right.count)
    }

    /// Of each process that is there more than once, whether its start times are the same.
    private static func pairs(_ starts: [InstantValue], apartFrom names: [String]) -> [Bool] {
        let groups = Dictionary(grouping: starts) { start in
            start.labels.dropping(names + [Labels.metricNameLabel, SignalCatalog.tagLabel])
        }
        return groups.values.filter { $0.count > 1 }.map { pair in pair.allSatisfy { $0.value == pair.first?.value } }
    }

    /// What two scrapes of one counter may differ by, as a share of it: one may come half a minute later.
    private static let slack = 0.25
    /// Counters below this may be as near to each other by chance.
    private static let leastCount = 20.0

    /// Of each counter that is there more than once, whether it counts the same requests: the values are hardly apart.
    private static func alike(_ counters: [InstantValue], apartFrom names: [String]) -> [Bool] {
        let groups = Dictionary(grouping: counters) { $0.labels.dropping(names + [SignalCatalog.tagLabel]) }
        return groups.values.compactMap { pair in
            guard pair.count > 1, let most = pair.map(\.value).max(), let least = pair.map(\.value).min(),
                most >= leastCount
            else { return nil }
            return least >= most * (1 - slack)
        }
    }

    /// A label, and those that go with it: each of its values has one of theirs, and another value another one.
    private static func companions(of name: String, in targets: [Labels], among candidates: Set<String>) -> [String] {
        let groups = Dictionary(grouping: targets) { $0[name] }
        return [name]
            + candidates.filter { other in
                guard other != name else { return false }
                let values = groups.values.map { Set($0.map { $0[other] }) }
                return values.allSatisfy { $0.count == 1 } && Set(values).count == groups.count
            }
            .sorted()
    }
}
