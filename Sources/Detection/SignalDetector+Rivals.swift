// How a candidate stands beside the others.
extension SignalDetector {
    /// Whether a candidate counts the same as another one of fewer words: that is the whole, and this a part of it.
    static func isPart(_ candidate: Candidate, of other: Candidate) -> Bool {
        other.kind == candidate.kind && other.stem.isStrictSubset(of: candidate.stem) && !other.isSuccessOnly
            && other.reading != nil && LayerRule.agree(other.total, candidate.total, within: 0.02)
    }

    /// Whether a candidate counts less than another one of fewer words, and neither says how anything ended: one way of
    /// coming in is a part of all.
    static func isLess(_ candidate: Candidate, than other: Candidate) -> Bool {
        other.kind == candidate.kind && candidate.status == .none && other.status == .none && !other.isSuccessOnly
            && candidate.family.form == .counter && other.family.form == .counter
            && other.stem.isStrictSubset(of: candidate.stem) && other.total > candidate.total * 1.005 + 2
    }

    /// Whether another candidate counts much more and has a status as well, understood or not.
    static func isMinor(
        _ candidate: Candidate,
        beside candidates: [Candidate],
        _ families: [MetricFamily]
    ) -> Bool {
        candidates.contains { other in
            other.kind == candidate.kind && !other.isSuccessOnly
                && (other.status != .none || other.measures && candidate.reading == nil)
                && other.total > 1.2 * candidate.total && !isParticular(other, beside: candidate)
                && !isBeside(other, candidate) && !isGuest(other, beside: candidate, families)
                && !isMultiple(other, candidates)
                && LayerRule.rank(other.family.words) <= LayerRule.rank(candidate.family.words)
        }
    }

    /// Whether a candidate counts commands or queries of which nobody says how they ended, beside work of which somebody
    /// does: that work needs them.
    static func isTool(_ candidate: Candidate, _ candidates: [Candidate]) -> Bool {
        (candidate.kind == .commands || candidate.kind == .queries) && candidate.reading == nil
            && candidates.contains { ($0.kind == .tasks || $0.kind == .messages) && $0.reading != nil && $0.total > 0 }
    }

    /// Whether a candidate counts each of what another one of the same words counts twice, or more often: for each part.
    static func isMultiple(_ candidate: Candidate, _ candidates: [Candidate]) -> Bool {
        candidate.measures
            && candidates.contains { other in
                guard !other.measures, other.stem == candidate.stem, other.reading != nil, other.total > 100 else {
                    return false
                }
                let times = (candidate.total / other.total).rounded()
                return times >= 2 && times <= 4 && abs(candidate.total - times * other.total) <= 0.005 * other.total
            }
    }

    /// Whether a candidate without a protocol in its name is called after another program than most of the page, and the
    /// other one after the page's own.
    static func isGuest(_ other: Candidate, beside candidate: Candidate, _ families: [MetricFamily]) -> Bool {
        guard !other.stem.contains("http"), !other.stem.contains("grpc"),
            let guest = other.family.words.all.first, let host = candidate.family.words.all.first, guest != host
        else { return false }
        let count = { (word: String) in families.count { $0.words.all.first == word } }
        return count(guest) < count(host)
    }

    /// Whether one family tells status and duration of what its name says comes over HTTP, and another counts more of
    /// something that is neither measured nor said to.
    static func isBeside(_ other: Candidate, _ candidate: Candidate) -> Bool {
        candidate.measures && candidate.reading != nil && candidate.stem.contains("http")
            && !other.measures && !other.stem.contains("http")
    }

    /// Whether a candidate is called like another one and after a layer within as well, and nothing measures it, while
    /// status and duration of the other one are told: a part of the program counts it, however often.
    static func isWithin(_ candidate: Candidate, _ candidates: [Candidate], _ families: [MetricFamily]) -> Bool {
        guard !candidate.measures, candidate.family.words.contains(any: Vocabulary.innerLayers) else { return false }
        let plain = candidate.stem.subtracting(Vocabulary.innerLayers)
        let isBeside = candidates.contains { other in
            other.stem == plain && other.reading != nil && other.isNamed && !other.isSuccessOnly
                // What is asked far less may be the administration of a proxy.
                && other.total > 100 && other.total > 0.2 * candidate.total
                && (other.measures || LatencyRule.agrees(with: other, in: families))
        }
        return isBeside && !LatencyRule.agrees(with: candidate, in: families)
    }

    /// Whether a candidate is called like another one and after something else as well: the other one is the service's.
    ///
    /// One that counts little beside it is not: it may be the library's, of its own page.
    static func isParticular(_ candidate: Candidate, beside other: Candidate) -> Bool {
        // What is called by HTTP's methods is asked, however often it asks others for it by none.
        let least = hasMethod(other) && !hasMethod(candidate) ? 0.01 : 0.2
        // One whose status nobody understands has one all the same.
        let isTold = other.status != .none || candidate.reading == nil && isPlainServer(other)
        guard isTold, other.total > least * candidate.total, other.total > 0, !isAmongPeers(other) else { return false }
        if other.kind == candidate.kind, other.stem.isStrictSubset(of: candidate.stem),
            LatencyRule.isParticular(candidate.stem.subtracting(other.stem))
        {
            return true
        }
        // One speaks of a protocol's server and of nothing else, and the other of somebody; or one is called by methods and
        // paths, and the other by none.
        guard isPlainServer(other) || isCalled(other) && !hasRoute(candidate) else { return false }
        return LatencyRule.isParticular(candidate.stem)
            && !candidate.stem.contains("grpc")
            && (!candidate.stem.contains("http") || !candidate.family.words.says(any: ["server"]))
    }

    /// Whether a family of the same words counts what went well and what did not together, and what came to no end of
    /// either kind: then it is what was asked.
    static func isWhole(_ choice: SignalAssembly.Choice, of pair: OutcomeRule.Pair) -> Bool {
        guard case .family(let whole) = choice else { return false }
        let sum = pair.succeeded.total() + pair.total
        let stems = [whole.stem, pair.succeeded.words.stem].map { $0.subtracting(["request"]) }
        return whole.family.form == .counter && stems[0] == stems[1] && sum > 100
            && (LayerRule.agree(whole.total, sum, within: 0.002) || whole.total > sum && whole.total < 1.5 * sum)
    }

    private static func hasMethod(_ candidate: Candidate) -> Bool {
        RouteRule.method(candidate.family, where: candidate.matchers) != nil
    }

    private static func hasRoute(_ candidate: Candidate) -> Bool {
        RouteRule.route(candidate.family, where: candidate.matchers, but: candidate.reading?.label) != nil
    }

    private static func isCalled(_ candidate: Candidate) -> Bool {
        !candidate.stem.isDisjoint(with: ["http", "grpc"]) && !LatencyRule.isParticular(candidate.stem)
            && hasMethod(candidate) && hasRoute(candidate)
    }

    private static func isPlainServer(_ candidate: Candidate) -> Bool {
        !candidate.stem.isDisjoint(with: ["http", "grpc"]) && candidate.family.words.contains(any: ["server"])
            && !LatencyRule.isParticular(candidate.stem)
    }
}
