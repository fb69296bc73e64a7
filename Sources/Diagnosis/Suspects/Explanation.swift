package import GoldenSignals
package import PromModel

/// What the counts by part say about a breach.
package struct Explanation: Sendable, Equatable {
    /// So many suspects are kept for those who want more than the first.
    private static let mostSuspects = 5

    /// What is bad about the requests that are new.
    package let signal: Signal
    /// What bad ones are called that were refused for what the client sent; nil for all others.
    package let refusal: String?
    /// The onset that they are counted from; nil where nothing before it is known and all bad ones count.
    package let since: Timestamp?
    /// Who explains it, or why nobody can be named.
    package let attribution: Attribution
    /// The best explanations, the best first.
    package let suspects: [Suspect]
    /// The instances that have what is new, by their names; empty where the parts do not tell instances apart.
    package let failingInstances: Set<String>

    /// The instance that departs from its peers, whatever else explains more; nil where none does.
    package let peer: DepartingPeer?

    /// Whether it explains why a limit is broken.
    package func isAbout(_ limit: Limit) -> Bool {
        limit.subject == .clientErrors ? refusal != nil : refusal == nil && signal == limit.signal
    }

    /// Ranks what a source counted.
    package init(_ parts: TrafficParts) {
        (signal, refusal) = (parts.signal, parts.refusal)
        since = parts.since
        guard signal != .saturation else {
            suspects = Self.fullest(parts.parts)
            attribution = suspects.first.map { .suspect($0) } ?? .nothingNew
            failingInstances = Set(suspects.flatMap { $0.parts.map { $0["instance"] } })
            peer = nil
            return
        }
        let ranking = SuspectRanking(parts).ifMoved(parts)
        switch ranking.attribution {
        case .suspect(let suspect): attribution = .suspect(suspect.named(by: parts))
        case let other:
            let changed = parts.signal == .requestRate ? ranking.suspects.first { Self.keepsRest($0, ranking) } : nil
            attribution = changed.map { .suspect($0.named(by: parts)) } ?? other
        }
        suspects = ranking.suspects.prefix(Self.mostSuspects).map { $0.named(by: parts) }
        failingInstances = Self.failing(parts.parts)
        // What traffic lost or gained is no share of it.
        peer = signal == .requestRate ? nil : DepartingPeer(parts.parts)
    }

    /// Whether the traffic beside a part is as it was, as far as chance goes: then it is that part's change, however large
    /// it is.
    ///
    /// Of a rest that would have brought fewer than five requests nothing can be said.
    private static func keepsRest(_ part: Suspect, _ ranking: SuspectRanking) -> Bool {
        let usual = ranking.requests * (1 - part.shareOfTraffic)
        let changed = ranking.bad - part.bad
        return usual >= 5 && PoissonTail.probability(ofAtMost: max(0, usual - changed), mean: usual) > 0.01
    }

    /// The resources over the limit, the fullest first, each with the processes whose it is.
    private static func fullest(_ places: [TrafficPart]) -> [Suspect] {
        let full = places.filter { $0.bad > 0 }.sorted { ($1.bad, $0.labels) < ($0.bad, $1.labels) }
        var names: [String] = []
        for place in full where !names.contains(place.labels["resource"]) { names.append(place.labels["resource"]) }
        return names.prefix(mostSuspects).map { name in
            let own = full.filter { $0.labels["resource"] == name }
            let all = places.filter { $0.labels["resource"] == name }
            return Suspect(
                labelNames: ["resource", "instance"],
                parts: own.map(\.labels),
                shareOfNew: Double(own.count) / Double(full.count),
                shareOfTraffic: Double(own.count) / Double(max(1, all.count)),
                excess: own.first?.bad ?? 0,
                bad: own.first?.bad ?? 0,
                firstShareOfNew: 1 / Double(full.count)
            )
        }
    }

    /// The instances that have at least half of what their traffic would bring, where all were hit alike.
    private static func failing(_ parts: [TrafficPart]) -> Set<String> {
        let whole = Tally(parts)
        let tallies = Dictionary(grouping: parts) { $0.labels["instance"] }.mapValues { Tally($0) }
        let excesses = tallies.mapValues { max(0, $0.excess(at: whole.shareBefore)) }
        let total = excesses.values.reduce(0, +)
        guard total > 0, whole.requests > 0, !tallies.keys.contains("") else { return [] }
        return Set(
            excesses.filter { instance, excess in
                let traffic = (tallies[instance]?.requests ?? 0) / whole.requests
                return excess > 0 && excess / total >= traffic / 2
            }
            .keys
        )
    }

    /// Whether something that happened to some instances can be the cause: all that fail had it.
    ///
    /// Where either is not known it is not ruled out.
    package func allowsCause(on instances: Set<String>) -> Bool {
        instances.isEmpty || failingInstances.isEmpty || failingInstances.isSubset(of: instances)
    }
}
