/// Which family measures how long the requests took: the same that counts them, or the one whose count agrees.
enum LatencyRule {
    /// Two counts within this share are of the same requests.
    private static let agreement = 0.05
    /// A histogram that differs by more measures something else.
    private static let tolerance = 0.3

    struct Finding {
        /// Nil where it is not known what it is measured in.
        let latency: Latency?
        let finding: ServiceSignals.Finding
    }

    static func latency(of candidate: Candidate, in families: [MetricFamily]) -> Finding? {
        if candidate.measures, let whole = whole(candidate.family, candidate, in: families) {
            return finding(
                whole,
                candidate.matchers,
                candidate,
                differs: 0,
                "it measures the whole of what \(candidate.family.name) measures a part of"
            )
        }
        if candidate.measures {
            if let other = otherPart(candidate.family, of: [], in: families) {
                return unknown(candidate.family, "it measures a part, and \(other.name) another")
            }
            guard !waits(candidate.family, candidate) else {
                return unknown(candidate.family, "a latency of \(candidate.kind.unit) may be how long they waited")
            }
            return finding(
                candidate.family,
                candidate.matchers,
                candidate,
                differs: 0,
                "the family that counts them measures them"
            )
        }
        let measured = families.compactMap { measure($0, candidate) }
        if let best = measured.min(by: { $0.precedes($1) }) {
            let differs = candidate.total > 0 ? best.total / candidate.total - 1 : 0
            let reason =
                best.agrees
                ? "its count agrees with \(candidate.family.counterName)"
                : "no count agrees; it is called alike and counts \(StatusRule.percent(abs(differs))) \(differs < 0 ? "less" : "more")"
            if let whole = whole(best.family, candidate, in: families) {
                return finding(whole, best.matchers, candidate, differs: 0, "it measures the whole; its count agrees")
            }
            if let other = otherPart(best.family, of: candidate.stem, in: families) {
                return unknown(best.family, "it measures a part, and \(other.name) another")
            }
            return finding(best.family, best.matchers, candidate, differs: differs, reason)
        }
        return exact(candidate, families) ?? counters(candidate, families)
    }

    /// Whether durations of the same words are as many as the requests of a candidate.
    static func agrees(with candidate: Candidate, in families: [MetricFamily]) -> Bool {
        families.contains { family in
            (family.form == .histogram || family.form == .summary) && family.words.stem == candidate.stem
                && LayerRule.agree(family.total(), candidate.total, within: 0.005)
        }
    }

    /// Beside a duration of receiving the request, and one of answering it, the one that is called the total.
    private static func whole(
        _ part: MetricFamily,
        _ candidate: Candidate,
        in families: [MetricFamily]
    ) -> MetricFamily? {
        let words = part.words.all.map { ["request", "response"].contains($0) ? "total" : $0 }
        guard words != part.words.all else { return nil }
        return families.first { family in
            family.words.all == words && family.form == part.form && family.labelNames == part.labelNames
                && LayerRule.agree(family.total(where: candidate.matchers), candidate.total, within: agreement)
        }
    }

    /// Another duration of the same requests whose name differs in the word for the part: neither is the whole, but where
    /// one is nearly all that they measure together.
    ///
    /// What is called after what is counted, by one of `subjects`, is no part.
    private static func otherPart(
        _ family: MetricFamily,
        of subjects: Set<String>,
        in families: [MetricFamily]
    ) -> MetricFamily? {
        let others = families.filter { other in
            guard other.form == family.form, other.name != family.name, CandidateRule.isDuration(other),
                other.words.all.count == family.words.all.count, other.labelNames == family.labelNames,
                LayerRule.agree(other.total(), family.total(), within: 0.02)
            else { return false }
            let differing = zip(family.words.all, other.words.all).filter { $0 != $1 }
            // A request and its answer are parts where one of them is most of the whole.
            if differing.count == 1, Set([differing[0].0, differing[0].1]) == ["request", "response"] {
                return (other.sum ?? 0) > 2 * (family.sum ?? 0)
            }
            return differing.count == 1
                && differing.allSatisfy { own, other in
                    isParticular([own]) && isParticular([other]) && !wholes.contains(own) && !subjects.contains(own)
                        && Vocabulary.manner.isDisjoint(with: [own, other])
                }
        }
        guard let sum = family.sum else { return others.first }
        return others.reduce(sum) { $0 + ($1.sum ?? 0) } * 0.9 > sum ? others.first : nil
    }

    /// Words that say that a duration is that of the whole.
    private static let wholes: Set<String> = ["total", "full", "overall", "e2e", "end", "global", "all"]

    private struct Measure {
        let family: MetricFamily
        let matchers: [LabelMatcher]
        let total: Double
        let agrees: Bool
        /// What decides, in its order.
        let rank: [Int]
        /// What decides where all that does not.
        let name: [Int]

        /// Of two that are alike the one that measures longer measures the whole.
        func precedes(_ other: Measure) -> Bool {
            guard rank == other.rank else { return rank.lexicographicallyPrecedes(other.rank) }
            let (sum, others) = (family.sum ?? 0, other.family.sum ?? 0)
            if agrees, other.agrees, family.words.all.count == other.family.words.all.count,
                abs(sum - others) > 0.02 * max(sum, others)
            {
                return sum > others
            }
            return name.lexicographicallyPrecedes(other.name)
        }
    }

    private static func measure(_ family: MetricFamily, _ candidate: Candidate) -> Measure? {
        guard family.form == .histogram || family.form == .summary, family.sum != nil || !family.bounds.isEmpty,
            CandidateRule.isDuration(family),
            CandidateRule.foreign(family.words, but: Set(candidate.family.words.all)) == nil,
            !family.words.says(any: Vocabulary.states), !tellsParts(family, candidate),
            !waits(family, candidate), let own = LayerRule.matchers(family)
        else { return nil }
        let matchers = own + HiddenRule.matchers(family, where: own)
        let total = family.total(where: matchers)
        let agrees = LayerRule.agree(total, candidate.total, within: agreement)
        var affinity = affinity(family.words.stem, candidate.stem)
        // HTTP's requests have no other duration than HTTP's.
        if affinity == 0, candidate.kind == .http, family.words.stem == ["http"], total > 100 { affinity = 1 }
        let differs = abs(total - candidate.total) / max(total, candidate.total, 1)
        guard affinity > 0, agrees || affinity > 1 && differs <= tolerance, !isPart(family, candidate) else {
            return nil
        }
        let rank = [
            agrees ? 0 : 1, LayerRule.rank(family.words),
            family.form == .histogram ? 0 : 1,
            family.bounds.count >= 6 ? 0 : 1, 3 - affinity, -family.words.stem.intersection(candidate.stem).count,
            family.words.contains(any: ["response"]) ? 1 : 0,
        ]
        let name = [family.words.all.count, family.name.utf8.count]
        return Measure(family: family, matchers: matchers, total: total, agrees: agrees, rank: rank, name: name)
    }

    /// Words that a duration may have and its requests not: they say no more than that requests are measured.
    private static let plain: Set<String> = [
        "server", "service", "handled", "request", "http", "highr", "api", "all", "e2e", "overall", "route", "grpc",
        "query", "call", "rpc", "procedure", "web", "app", "full", "handler", "function", "functions", "task",
        "message", "command",
        "application", "serve", "execution", "execute", "push", "method", "endpoint", "path", "paths", "routes", "uri",
        "endpoints", "handlers",
    ]

    /// Whether some words say more than that requests are counted or measured.
    static func isParticular(_ words: Set<String>) -> Bool { !words.subtracting(plain).isEmpty }

    /// Whether a duration is called after something that the requests are not: that is a part of what they do.
    private static func isPart(_ family: MetricFamily, _ candidate: Candidate) -> Bool {
        // Called after the program twice it is what that adds to a request.
        if let first = family.words.all.first, family.words.all.dropFirst().contains(first) { return true }
        // One of what is counted is called in the singular.
        let singular = candidate.stem.filter { $0.hasSuffix("s") }.map { String($0.dropLast()) }
        // What is scheduled is measured while it is being scheduled.
        let verbs = candidate.stem.flatMap { [$0 + "ing", ($0.hasSuffix("e") ? String($0.dropLast()) : $0) + "ing"] }
        return isParticular(family.words.stem.subtracting(candidate.stem.union(singular).union(verbs)))
    }

    /// What is put into a queue waits first: its latency may be that wait, and no word says how long the work took.
    static func waits(_ family: MetricFamily, _ candidate: Candidate) -> Bool {
        (candidate.kind == .tasks || candidate.kind == .messages)
            && family.words.contains(any: ["latency", "latencies"])
    }

    /// How alike two names are: 3 the same, 2 one within the other, 1 a word of what is asked in both, 0 not at all.
    private static func affinity(_ one: Set<String>, _ other: Set<String>) -> Int {
        if one == other { return 3 }
        let shared = one.intersection(other)
        if !shared.isEmpty, one.isSubset(of: other) || other.isSubset(of: one) { return 2 }
        return shared.isEmpty ? 0 : 1
    }

    static func finding(
        _ family: MetricFamily,
        _ matchers: [LabelMatcher],
        _ candidate: Candidate,
        differs: Double,
        _ reason: String
    ) -> Finding {
        let count = family.total()
        guard let unit = UnitRule.unit(of: family, mean: count > 0 ? family.sum.map { $0 / count } : nil) else {
            return unknown(family)
        }
        let selection = SignalSelection(metric: family.name, matchers: matchers)
        let latency = Latency(
            form: family.form == .histogram ? .histogram(selection) : .summary(selection),
            perSecond: unit.perSecond,
            isUnitGuessed: unit.isGuess,
            leavesOut: differs < -agreement ? -differs : nil
        )
        return Finding(latency: latency, finding: .init("latency", family.name, because: "\(reason); \(unit.evidence)"))
    }

    private static func unknown(
        _ family: MetricFamily,
        _ reason: String = "neither its name nor a bound says what it is measured in"
    ) -> Finding {
        Finding(latency: nil, finding: .init("latency", family.name, untold: reason))
    }

    /// A counter of time spent beside the counter of requests.
    private static func counters(_ candidate: Candidate, _ families: [MetricFamily]) -> Finding? {
        let own = { (family: MetricFamily) in candidate.matchers.filter { family.labelNames.contains($0.label) } }
        let spent = families.filter { family in
            family.form == .counter && CandidateRule.isDuration(family) && CandidateRule.foreign(family.words) == nil
                && !family.words.says(any: Vocabulary.states.union(["in"])) && family.words.all.last != "count"
                && !family.words.contains(any: Vocabulary.failed) && !isPart(family, candidate)
                && affinity(family.words.stem, candidate.stem) > 1
                // Of another view of the requests nothing is left under these conditions.
                && (candidate.total == 0 || family.total(where: own(family)) > 0)
        }
        let best = spent.min { one, other in
            let ranks = [one, other].map { [-$0.words.stem.intersection(candidate.stem).count, $0.words.all.count] }
            return ranks[0].lexicographicallyPrecedes(ranks[1])
        }
        guard let best else { return nil }
        let mean = candidate.total > 0 ? best.total() / candidate.total : nil
        guard let unit = UnitRule.unit(of: best, mean: mean) else { return unknown(best) }
        let matchers = own(best)
        let latency = Latency(
            form: .counters(sum: SignalSelection(metric: best.name, matchers: matchers), count: candidate.selection),
            perSecond: unit.perSecond,
            isUnitGuessed: unit.isGuess,
            leavesOut: nil
        )
        let reason = "time spent over \(candidate.family.counterName); \(unit.evidence)"
        return Finding(latency: latency, finding: .init("latency", best.name, because: reason))
    }
}
