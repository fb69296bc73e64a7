/// Finds where a service's golden signals stand among metrics that nobody has described: by words, values and arithmetic.
///
/// Pure: the same evidence gives the same result. What no rule understands is not judged, and said so; it is never
/// taken for success.
package enum SignalDetector {
    /// What the evidence says.
    package static func detect(_ evidence: MetricEvidence) -> DetectionResult {
        let families = evidence.families
        var candidates: [Candidate] = []
        var rejected: [DetectionResult.Rejection] = []
        // Whose clients hit a cache stands before servers that it asks.
        let asksServers = families.contains {
            $0.form == .counter && $0.words.contains(any: ["client"]) && $0.words.contains(any: ["hit", "hits"])
        }
        for family in families {
            switch CandidateRule.judge(family) {
            case .candidate(let candidate) where asksServers && candidate.family.words.contains(any: ["server"]):
                rejected.append(.init(metric: family.name, reason: "counts what the service asks others"))
            case .candidate(let candidate): candidates.append(candidate)
            case .rejected(let reason): rejected.append(.init(metric: family.name, reason: reason))
            case .unrelated: break
            }
        }
        let pairs = OutcomeRule.pairs(families)
        let saturation = SaturationRule.pairs(families)
        let choice = choose(candidates, pairs, families, &rejected)
        var signals = choice.map { SignalAssembly($0, candidates, families).signals } ?? ProbeRule.signals(families)
        signals?.saturation = saturation
        let chosen = Set(signals?.requests.map(\.metric) ?? [])
        for candidate in candidates where !chosen.contains(candidate.family.counterName) {
            guard let signals, !rejected.contains(where: { $0.metric == candidate.family.name }) else { continue }
            rejected.append(
                .init(
                    metric: candidate.family.name,
                    reason: "another family is nearer: \(signals.requests.first?.metric ?? "a probe")"
                )
            )
        }
        return DetectionResult(
            signals: signals,
            rejected: rejected,
            familyCount: families.count,
            saturation: saturation
        )
    }

    /// The candidate, or the pair, that counts best what the service is asked; nil where none can be believed.
    private static func choose(
        _ candidates: [Candidate],
        _ pairs: [OutcomeRule.Pair],
        _ families: [MetricFamily],
        _ rejected: inout [DetectionResult.Rejection]
    ) -> SignalAssembly.Choice? {
        var choices: [(choice: SignalAssembly.Choice, rank: [Int])] = []
        let outcomes = candidates.filter(\.isSuccessOnly)
        for candidate in candidates {
            if let reason = obstacle(candidate, outcomes, pairs, families) {
                rejected.append(.init(metric: candidate.family.name, reason: reason))
                continue
            }
            let most = candidates.filter { $0.kind == candidate.kind }.map(\.total).max() ?? 0
            // Another protocol that carries most of what is asked, and says how it ended.
            let isOutdone =
                candidate.reading == nil
                && candidates.contains { other in
                    other.kind.standsAlone && other.kind != candidate.kind && other.reading != nil
                        && !other.isSuccessOnly
                        && other.total > 2 * candidate.total
                }
            choices.append((.family(candidate), rank(candidate, most, isOutdone, families)))
        }
        for pair in pairs {
            guard let succeeded = outcomes.first(where: { $0.family.name == pair.succeeded.name }) else { continue }
            let total = pair.succeeded.total() + pair.failed.total()
            let rank = [total > 0 ? 0 : 1, 0, 0, succeeded.kind.rank, LayerRule.rank(pair.succeeded.words), 1]
            choices.append((.pair(pair, succeeded), rank))
        }
        return choices.min { $0.rank.lexicographicallyPrecedes($1.rank) }?.choice
    }

    /// Why a candidate cannot be believed to count what the service is asked; nil where it can.
    private static func obstacle(
        _ candidate: Candidate,
        _ outcomes: [Candidate],
        _ pairs: [OutcomeRule.Pair],
        _ families: [MetricFamily]
    ) -> String? {
        if candidate.isSuccessOnly { return "counts only what went well" }
        let named = outcomes.first { success in
            !pairs.contains { $0.succeeded.name == success.family.name } && candidate.measures
                && candidate.reading == nil
                && !success.stem.isDisjoint(with: candidate.stem.subtracting(["http"]))
                && candidate.total > 0 && LayerRule.agree(success.total, candidate.total, within: 0.01)
        }
        if let named { return "measures only what went well: it agrees with \(named.family.name)" }
        if !candidate.isNamed, candidate.reading?.grammar == .outcomes,
            LatencyRule.latency(of: candidate, in: families) == nil
        {
            return "no duration goes with it, and its name does not say what it counts"
        }
        if candidate.kind.standsAlone || candidate.reading != nil || candidate.measures { return nil }
        // A counter of the same requests' answers of class 5 is a status in another form.
        if FailureRule.counters(of: candidate, in: families).contains(where: { $0.words.contains(any: ["5xx"]) }) {
            return nil
        }
        if LatencyRule.latency(of: candidate, in: families) != nil { return nil }
        return "has neither a status nor a duration, and its name says no protocol"
    }

    /// The lower the better, word by word.
    private static func rank(
        _ candidate: Candidate,
        _ most: Double,
        _ isOutdone: Bool,
        _ families: [MetricFamily]
    ) -> [Int] {
        let words = candidate.family.words
        let hasDuration =
            candidate.measures || families.contains { $0.form == .histogram && $0.words.stem == candidate.stem }
        let hasRoute =
            RouteRule.route(candidate.family, where: candidate.matchers, but: candidate.reading?.label) != nil
        let isBelieved =
            candidate.reading != nil || candidate.measures || LatencyRule.latency(of: candidate, in: families) != nil
        return [
            candidate.total > 0 ? 0 : 1, isBelieved ? 0 : 1, isOutdone ? 1 : 0, candidate.kind.rank,
            LayerRule.rank(words), candidate.reading == nil ? 2 : 0, words.contains(any: ["all"]) ? 1 : 0,
            candidate.total >= 0.9 * most ? 0 : 1, hasDuration ? 0 : 1, candidate.measures ? 0 : 1,
            candidate.family.form == .summary ? 1 : 0, hasRoute ? 0 : 1,
            words.contains(any: ["response"]) && candidate.measures ? 1 : 0,
            words.all.count, candidate.family.name.utf8.count,
        ]
    }
}
