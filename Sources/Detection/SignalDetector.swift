/// Finds where a service's golden signals stand among metrics that nobody has described: by words, values and arithmetic.
///
/// Pure: the same evidence gives the same result. What no rule understands is not judged, and said so; it is never
/// taken for success.
package enum SignalDetector {
    /// What the evidence says.
    ///
    /// `elsewhere` are families that are known to count something else than what their service is asked, and what.
    package static func detect(
        _ evidence: MetricEvidence,
        elsewhere: [String: String] = [:]
    ) -> DetectionResult {
        var rejected = evidence.families.compactMap { family in
            elsewhere[family.name].map { DetectionResult.Rejection(metric: family.name, reason: $0) }
        }
        let families = evidence.families.filter { elsewhere[$0.name] == nil }
        var candidates: [Candidate] = []
        // Whose clients hit a cache stands before servers that it asks.
        let fronts = CacheRule.fronts(
            families.filter { $0.form == .counter }.map { (name: $0.name, words: $0.words) }
        )
        let named = families.map { (name: $0.name, words: $0.words) }
        let outer = DoorRule.outer(named)
        let asksServers = families.contains {
            $0.form == .counter && $0.words.contains(any: ["client"]) && $0.words.contains(any: ["hit", "hits"])
        }
        for family in families {
            let isFront = fronts.contains(family.name)
            switch CandidateRule.judge(family, isFront: isFront, isOuter: outer.contains(family.name)) {
            case .candidate(let candidate)
            where asksServers && candidate.family.words.contains(any: ["server"])
                || !fronts.isEmpty && !isFront && CacheRule.isBehind(candidate.family.words):
                rejected.append(.init(metric: family.name, reason: "counts what the service asks others"))
            case .candidate(let candidate): candidates.append(candidate)
            case .rejected(let reason): rejected.append(.init(metric: family.name, reason: reason))
            case .unrelated: break
            }
        }
        if candidates.isEmpty { candidates = CandidateRule.countsAlone(families) }
        // Whose failures are told by the codes of answers answers with codes.
        for index in candidates.indices where candidates[index].kind == .requests {
            let counters = FailureRule.counters(of: candidates[index], in: families)
            if counters.contains(where: { FailureRule.codeLabel($0)?.grammar == .codes }) {
                candidates[index].kind = .http
            }
        }
        rejected += setAside(&candidates, families)
        let doors = candidates.compactMap { candidate in
            outer.contains(candidate.family.name) && candidate.total > 0
                ? DoorRule.like(candidate.family, in: families).map { (outer: candidate.family.name, inner: $0.name) }
                : nil
        }
        candidates.removeAll { candidate in doors.contains { $0.inner == candidate.family.name } }
        rejected += doors.map { .init(metric: $0.inner, reason: "counts what comes from within: \($0.outer) is asked") }
        if candidates.allSatisfy({ $0.family.words.contains(any: ["upstream", "upstreams"]) }) {
            rejected += candidates.map {
                .init(
                    metric: $0.family.name,
                    reason: "counts what the service asks others, and nothing what it is asked"
                )
            }
            candidates = []
        }
        let sent = LayerRule.sent(candidates.map(\.family), beside: families)
        candidates.removeAll { sent.contains($0.family.name) }
        rejected += sent.sorted().map { .init(metric: $0, reason: "counts what the service sends") }
        let pairs = OutcomeRule.pairs(families)
        let saturation = SaturationRule.pairs(families)
        let choice = choose(candidates, pairs, families, &rejected)
        var signals = choice.map { SignalAssembly($0, candidates, families).signals } ?? ProbeRule.signals(families)
        signals?.saturation = saturation
        let said = notes(signals, candidates, doors)
        signals?.notes += said
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
            familyCount: evidence.families.count,
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
        let within = Set(candidates.filter { isWithin($0, candidates, families) }.map(\.family.name))
        let outer = candidates.filter { !within.contains($0.family.name) }
        for candidate in candidates {
            if let reason = obstacle(candidate, candidates, outcomes, pairs, families) {
                rejected.append(.init(metric: candidate.family.name, reason: reason))
                continue
            }
            let most =
                outer.filter {
                    $0.kind == candidate.kind && !isParticular($0, beside: candidate) && !isBeside($0, candidate)
                        && !isGuest($0, beside: candidate, families) && !isMultiple($0, candidates)
                }
                .map(\.total).max() ?? 0
            // Another protocol that carries most of what is asked, and says how it ended.
            let isOutdone =
                candidate.reading == nil
                && candidates.contains { other in
                    other.kind.standsAlone && other.kind != candidate.kind && other.status != .none
                        && !other.isSuccessOnly
                        && other.total > 2 * candidate.total
                }
            // A family that is called alike and counts the same may know of failures that this one does not.
            let alike = candidates.filter {
                $0.stem == candidate.stem && LayerRule.agree($0.total, candidate.total, within: 0.05)
            }
            let failed = candidate.failed ?? 0
            let isBlind =
                candidates.contains { isPart(candidate, of: $0) || isLess(candidate, than: $0) }
                || alike.contains { ($0.failed ?? 0) > failed * 1.1 + 2 }
            let isMinor =
                isOutdone || isMinor(candidate, beside: outer, families) || isMultiple(candidate, candidates)
                || candidates.contains { isParticular(candidate, beside: $0) } || isTool(candidate, candidates)
                || isAside(candidate, candidates, families) || isAmongPeers(candidate)
                || AnswerRule.isPart(candidate, candidates) || within.contains(candidate.family.name)
                || InnerCallRule.isWithin(candidate, candidates, in: families)
            choices.append((.family(candidate), rank(candidate, most, isMinor, isBlind, families)))
        }
        for pair in pairs {
            guard let succeeded = outcomes.first(where: { $0.family.name == pair.succeeded.name }) else { continue }
            guard !OutcomeRule.isPart(pair, of: pairs) else {
                rejected.removeAll { $0.metric == succeeded.family.name }
                rejected.append(.init(metric: succeeded.family.name, reason: "counts a part, and nothing counts all"))
                continue
            }
            let total = pair.succeeded.total() + pair.total
            let rank = [total > 0 ? 0 : 1, 0, 0, succeeded.kind.rank, LayerRule.rank(pair.succeeded.words), 1]
            // Whose errors they are is told neither by the pair nor by what counts both.
            let whole = pair.failed == nil ? nil : choices.first { isWhole($0.choice, of: pair) }?.choice
            choices.append((whole ?? .pair(pair, succeeded), rank))
        }
        let best = choices.min { $0.rank.lexicographicallyPrecedes($1.rank) }?.choice
        if case .family(let inner) = best, LayerRule.rank(inner.family.words) == 2,
            let outer = BareCountRule.whole(candidates.filter { LayerRule.rank($0.family.words) < 2 }, in: families),
            outer.kind == inner.kind || outer.kind.standsAlone
        {
            rejected.removeAll { $0.metric == outer.family.name }
            return .family(outer)
        }
        if case .family(let candidate) = best,
            let group = SiblingRule.group(candidate, candidates, in: families)
                ?? MethodRule.group(candidate, candidates, in: families)
        {
            return .siblings(group)
        }
        if case .family(let candidate) = best,
            let whole = TwinRule.longer(candidate, candidates) ?? OwnAPIRule.whole(candidate, in: families)
        {
            return .family(whole)
        }
        if let best, !best.isUnnamed { return best }
        let groups = ClassRule.groups(families)
        if groups.count == 1 {
            let names = Set(groups[0].map(\.name))
            rejected.removeAll { names.contains($0.metric) }
            return .classes(groups[0])
        }
        let bare =
            BareCountRule.whole(candidates, in: families)
            ?? (best == nil ? WorkRule.whole(in: families) ?? ThreefoldRule.whole(in: families) : nil)
        guard let bare else { return best }
        rejected.removeAll { $0.metric == bare.family.name }
        return .family(bare)
    }

    /// Why a candidate cannot be believed to count what the service is asked; nil where it can.
    private static func obstacle(
        _ candidate: Candidate,
        _ candidates: [Candidate],
        _ outcomes: [Candidate],
        _ pairs: [OutcomeRule.Pair],
        _ families: [MetricFamily]
    ) -> String? {
        if candidate.isSuccessOnly { return "counts only what went well" }
        if let twin = FailedTwinRule.twin(of: candidate, candidates, in: families) {
            return "measures only what went well: \(twin.name) measures the rest"
        }
        let named = outcomes.first { success in
            !pairs.contains { $0.succeeded.name == success.family.name } && candidate.measures
                && candidate.reading == nil
                && !success.stem.isDisjoint(with: candidate.stem.subtracting(["http"]))
                && candidate.total > 0 && LayerRule.agree(success.total, candidate.total, within: 0.01)
        }
        if let named { return "measures only what went well: it agrees with \(named.family.name)" }
        if candidate.kind == .messages, candidate.measures, candidate.reading == nil,
            let each = BareCountRule.messages(beside: candidate, in: families)
        {
            return "measures several messages at once: \(each.name) counts each"
        }
        if !candidate.isNamed, candidate.reading?.grammar == .outcomes,
            LatencyRule.latency(of: candidate, in: families) == nil
        {
            return "no duration goes with it, and its name does not say what it counts"
        }
        if candidate.reading == nil, let verb = candidate.onlyVerb {
            return "counts the method \(verb) alone"
        }
        if candidate.isFront || candidate.reading != nil || candidate.measures { return nil }
        if candidate.kind.standsAlone, candidate.endsInSubject { return nil }
        // A status that nobody understands is one all the same.
        if case .notJudged = candidate.status, candidate.kind == .requests, candidate.endsInSubject { return nil }
        // A counter of the same requests' answers of class 5 is a status in another form.
        if FailureRule.counters(of: candidate, in: families).contains(where: { $0.words.contains(any: ["5xx"]) }) {
            return nil
        }
        if LatencyRule.latency(of: candidate, in: families) != nil { return nil }
        // So is one of the same words for those that failed.
        let failed = FailureRule.counters(of: candidate, in: families)
        if candidate.isNamed, candidate.endsInSubject, failed.contains(where: { $0.words.stem == candidate.stem }) {
            return nil
        }
        return "has neither a status nor a duration, and its name says no protocol"
    }

    /// The lower the better, word by word.
    private static func rank(
        _ candidate: Candidate,
        _ most: Double,
        _ isOutdone: Bool,
        _ isBlind: Bool,
        _ families: [MetricFamily]
    ) -> [Int] {
        let words = candidate.family.words
        let hasDuration =
            candidate.measures || families.contains { $0.form == .histogram && $0.words.stem == candidate.stem }
        let hasRoute =
            RouteRule.route(candidate.family, where: candidate.matchers, but: candidate.reading?.label) != nil
        let isBelieved =
            candidate.status != .none || candidate.measures || candidate.kind.standsAlone && candidate.endsInSubject
            || LatencyRule.latency(of: candidate, in: families) != nil
        return [
            candidate.total > 0 ? 0 : 1, isBelieved ? 0 : 1, isOutdone ? 1 : 0, candidate.kind.rank,
            LayerRule.rank(words), candidate.reading == nil ? 2 : 0, words.contains(any: ["all"]) ? 1 : 0,
            candidate.total >= 0.9 * most ? 0 : 1, candidate.isNamed ? 0 : 1, isBlind ? 1 : 0, hasDuration ? 0 : 1,
            candidate.measures ? 0 : 1,
            candidate.family.form == .summary ? 1 : 0, hasRoute ? 0 : 1,
            words.contains(any: ["response"]) && candidate.measures ? 1 : 0,
            words.all.count, candidate.family.name.utf8.count,
        ]
    }
}
