/// Failures that have a counter of their own: part of the requests, or beside them? The numbers decide.
enum FailureRule {
    enum Finding {
        /// What failed is counted by these, among the requests.
        case among([SignalSelection])
        /// What failed is not among the requests that were counted.
        case beside([SignalSelection])
        /// Some failed, and nobody says how.
        case unclear(String, requests: [SignalSelection] = [])
        case none
    }

    /// The counters of failures that belong to a candidate.
    static func counters(of candidate: Candidate, in families: [MetricFamily]) -> [MetricFamily] {
        let counters = families.filter { family in
            family.form == .counter && !family.words.contains(any: ["4xx"])
                && family.words.contains(any: Vocabulary.failed)
                && CandidateRule.foreign(family.words, but: Set(candidate.family.words.all)) == nil
                && !family.words.says(any: Vocabulary.states)
                && !(candidate.isFront && CacheRule.isBehind(family.words))
                && subject(family, candidate).isSubset(of: candidate.stem)
                && (shares(subject(family, candidate), candidate.stem)
                    || family.words.contains(any: ["5xx"])
                    || ThreefoldRule.isRest(family, of: candidate.total, in: families))
        }
        // One that says whose errors it counts stands before one that counts all.
        let ofServer = counters.filter { isServers($0, candidate) }
        guard ofServer.isEmpty else { return ofServer }
        return ClassRule.failed(of: candidate, in: families).map { [$0] } ?? counters
    }

    /// What a counter of failures is about: `server` and `call` are its own words where the candidate has none of them.
    private static func subject(_ family: MetricFamily, _ candidate: Candidate) -> Set<String> {
        family.words.stem.subtracting(Set(["server", "call"]).subtracting(candidate.stem))
    }

    /// Whether the errors are said to be the service's own; `server` in the candidate's name as well says no more than there.
    private static func isServers(_ family: MetricFamily, _ candidate: Candidate) -> Bool {
        family.words.contains(any: ["internal", "5xx"]) || HelpRule.saysOwn(family.help)
            || family.words.stem.contains("server") && !candidate.stem.contains("server")
    }

    /// At least two words, or all there are.
    private static func shares(_ one: Set<String>, _ other: Set<String>) -> Bool {
        one == other || one.intersection(other).count >= 2 || one.intersection(other).contains("request")
            || one == ["http"] && other.contains("http")
    }

    /// Counters of failures beside a family without a status.
    static func judge(
        _ candidate: Candidate,
        _ failures: [MetricFamily],
        all: [Candidate],
        _ families: [MetricFamily]
    ) -> Finding {
        guard let family = failures.min(by: { distance($0, candidate) < distance($1, candidate) }) else { return .none }
        let matchers = candidate.matchers.filter { family.labelNames.contains($0.label) }
        let coded = codeLabel(family).map { LabelMatcher.failing($0.label, $0.grammar) }
        let selection = SignalSelection(metric: family.name, matchers: matchers + (coded.map { [$0] } ?? []))
        let failed = family.total(where: selection.matchers)
        if candidate.kind == .http || candidate.kind == .requests, !isServers(family, candidate), coded == nil,
            failed <= candidate.total, !ThreefoldRule.isRest(family, of: candidate.total, in: families)
        {
            return .unclear("\(family.name) counts errors, and does not say whose")
        }
        if let witness = contradiction(candidate, failed, families) {
            return .unclear("\(family.name) counts errors that the status on \(witness.name) does not know")
        }
        if candidate.family.words.contains(any: ["completed", "finished", "done"]), failed > 0 {
            return .unclear("whether \(candidate.family.name) holds what \(family.name) counts is not told")
        }
        if failed > 0, HelpRule.saysWell(candidate.family.help) { return .beside([selection]) }
        // More failures than requests cannot be among them; nor beside them, where each request was measured.
        if failed > candidate.total * 1.001 + 2 {
            let isWhole = families.contains { other in
                other.name != candidate.family.name && other.form != .gauge && other.words.stem == candidate.stem
                    && !other.words.contains(any: Vocabulary.failed)
                    && LayerRule.agree(other.total(), candidate.total, within: 0.01)
            }
            if isWhole { return .unclear("\(family.name) counts more errors than there are \(candidate.kind.unit)") }
            return .beside([selection])
        }
        let others = all.filter { $0.family.name != candidate.family.name && $0.stem == candidate.stem }
        let isSum = failed > 2 && others.contains { LayerRule.agree($0.total, candidate.total + failed, within: 0.002) }
        return isSum || candidate.isSuccessOnly ? .beside([selection]) : .among([selection])
    }

    /// The label that tells a counter of failures by the codes of answers: then it says whose they are; nil without one.
    static func codeLabel(_ family: MetricFamily) -> (label: String, grammar: StatusGrammar)? {
        for label in family.labelNames where MetricWords(label).contains(any: ["code", "status"]) {
            let values = family.values(of: label).keys
            let grammar = [StatusGrammar.codes, .grpcWords].first { grammar in
                !values.isEmpty && values.allSatisfy { grammar.verdict($0) != nil }
            }
            if let grammar { return (label, grammar) }
        }
        return nil
    }

    /// A counter of failures beside a status that tells of none: what it counts is not among the requests.
    ///
    /// Only where it names the error; else nobody knows whose fault it was.
    static func beside(_ candidate: Candidate, _ reading: StatusReading, _ failures: [MetricFamily]) -> Finding {
        guard let family = failures.min(by: { distance($0, candidate) < distance($1, candidate) }) else { return .none }
        let matchers = candidate.matchers.filter { family.labelNames.contains($0.label) }
        let failed = family.total(where: matchers)
        let statuses = candidate.family.values(of: reading.label, where: candidate.matchers)
        let told = statuses.filter { reading.grammar.verdict($0.key) != .success && !$0.key.isEmpty }.values.reduce(
            0,
            +
        )
        guard failed > 2, failed > told * 1.05 + 2, told <= failed * 0.05 else { return .none }
        let error = family.labelNames.first { MetricWords($0).contains(any: ["error", "exception"]) }
        let isAlike = family.labelNames.contains { $0 != error && candidate.family.labelNames.contains($0) }
        guard let error, isAlike else {
            let all = SignalSelection(metric: family.name, matchers: matchers)
            return .unclear("\(family.name) counts errors that no \(reading.label) tells", requests: [all])
        }
        let codes = family.values(of: error, where: matchers).keys
        let isCoded = !codes.isEmpty && codes.allSatisfy { StatusGrammar.codes.verdict($0) != nil }
        let failing = isCoded ? [LabelMatcher.failing(error, .codes)] : []
        return .beside([
            SignalSelection(metric: family.name, matchers: matchers),
            SignalSelection(metric: family.name, matchers: matchers + failing),
        ])
    }

    /// A family of the same requests, of sizes perhaps, whose status tells of fewer failures than were counted, or is not understood.
    private static func contradiction(
        _ candidate: Candidate,
        _ failed: Double,
        _ families: [MetricFamily]
    ) -> MetricFamily? {
        guard failed > 2 else { return nil }
        return families.first { family in
            guard family.form != .gauge, family.words.stem.intersection(candidate.stem).count >= 2,
                !family.words.contains(any: Vocabulary.failed)
            else { return false }
            let reading: StatusReading
            switch StatusRule.read(family, where: []) {
            case .told(let found): reading = found
            case .notJudged: return true
            case .none: return false
            }
            let values = family.values(of: reading.label)
            return values.filter { reading.grammar.verdict($0.key) == .failure }.values.reduce(0, +) < failed / 2
        }
    }

    private static func distance(_ family: MetricFamily, _ candidate: Candidate) -> Int {
        family.words.stem.symmetricDifference(candidate.stem).count * 10 + family.words.all.count
    }
}
