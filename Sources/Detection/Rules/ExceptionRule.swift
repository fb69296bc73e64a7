/// Answers by status, and exceptions that got none: where both together are all that was asked, exceptions are failures
/// that no status tells.
enum ExceptionRule {
    /// What the exceptions of a family of answers are, and what counts all requests.
    struct Finding {
        let exceptions: SignalSelection
        /// What counts both together.
        let whole: SignalSelection
        /// Whether that is a counter; else it measures them.
        let isCounter: Bool
    }

    private static let words: Set<String> = ["exception", "exceptions", "uncaught", "unhandled"]
    /// Errors may be among the answers as well, and are beside them where the sum says so.
    private static let errors: Set<String> = ["error", "errors", "failed", "failure", "failures"]
    /// What is under way has no answer yet.
    private static let tolerance = 0.002

    /// The exceptions beside a candidate with a status; nil where the numbers do not prove that they are beside it.
    static func beside(_ candidate: Candidate, in families: [MetricFamily]) -> Finding? {
        guard candidate.reading != nil else { return nil }
        // Where none of the answers is the caller's fault, errors may be.
        let apart = refused(candidate) > 0 ? words.union(errors) : words
        for family in families where isOfExceptions(family, candidate, apart) && !isAmong(family, candidate) {
            let sum = candidate.total + total(family, candidate)
            let whole = families.first { other in
                other.name != candidate.family.name && other.name != family.name && other.form != .gauge
                    && !other.words.contains(any: words.union(errors))
                    && other.words.stem.isSuperset(of: ["request"]) && isOfOne(other, candidate)
                    && CandidateRule.foreign(other.words) == nil
                    && LayerRule.agree(total(other, candidate), sum, within: tolerance)
                    && !LayerRule.agree(total(other, candidate), candidate.total, within: tolerance)
            }
            guard let whole else { continue }
            return Finding(
                exceptions: selection(family, candidate),
                whole: selection(whole, candidate),
                isCounter: whole.form == .counter
            )
        }
        return nil
    }

    /// The failures among requests that have no status, by the answers that have one: those that failed, and exceptions
    /// that got none; nil where answers and exceptions are not together what was asked.
    static func apart(from candidate: Candidate, in families: [MetricFamily]) -> [SignalSelection]? {
        guard candidate.reading == nil, !candidate.measures else { return nil }
        for answers in families where answers.form == .counter && answers.name != candidate.family.name {
            guard answers.words.contains(any: ["response", "responses", "answers", "replies"]),
                isOfOne(answers, candidate), CandidateRule.foreign(answers.words) == nil,
                case .told(let reading) = StatusRule.read(answers, where: []), reading.unanswered == nil
            else { continue }
            let all = selection(answers, candidate)
            let failed = SignalSelection(
                metric: all.metric,
                matchers: all.matchers + [.failing(reading.label, reading.grammar)]
            )
            let answered = total(answers, candidate)
            if LayerRule.agree(answered, candidate.total, within: tolerance) { return [failed] }
            let exceptions = families.first { family in
                isOfExceptions(family, candidate, words)
                    && LayerRule.agree(answered + total(family, candidate), candidate.total, within: tolerance)
            }
            if let exceptions { return [failed, selection(exceptions, candidate)] }
        }
        return nil
    }

    /// The conditions of a candidate that another family can be asked for as well.
    private static func selection(_ family: MetricFamily, _ candidate: Candidate) -> SignalSelection {
        let matchers = candidate.matchers.filter { family.labelNames.contains($0.label) }
        return SignalSelection(metric: family.counterName, matchers: matchers)
    }

    private static func refused(_ candidate: Candidate) -> Double {
        guard let reading = candidate.reading else { return 0 }
        let values = candidate.family.values(of: reading.label, where: candidate.matchers)
        return values.filter { reading.grammar.verdict($0.key) == .callersFault }.values.reduce(0, +)
    }

    private static func total(_ family: MetricFamily, _ candidate: Candidate) -> Double {
        family.total(where: selection(family, candidate).matchers)
    }

    /// Whether errors carry the status that the answers have, and no more of each than there are answers: they are among
    /// them, whatever the sum is by chance.
    private static func isAmong(_ family: MetricFamily, _ candidate: Candidate) -> Bool {
        guard let label = candidate.reading?.label, family.labelNames.contains(label) else { return false }
        let own = family.values(of: label, where: selection(family, candidate).matchers).filter { $0.value > 0 }
        let all = candidate.family.values(of: label, where: candidate.matchers)
        return !own.isEmpty && own[""] == nil && own.allSatisfy { $0.value <= (all[$0.key] ?? 0) * 1.01 + 2 }
    }

    private static func isOfExceptions(
        _ family: MetricFamily,
        _ candidate: Candidate,
        _ words: Set<String>
    ) -> Bool {
        family.form == .counter && family.words.contains(any: words) && total(family, candidate) > 2
            && family.name != candidate.family.name && isOfOne(family, candidate)
    }

    /// Whether two families are told apart by some of the same labels, or one of them by none.
    private static func isOfOne(_ one: MetricFamily, _ other: Candidate) -> Bool {
        let hidden: Set<String> = ["le", "quantile"]
        let (left, right) = (one.labelNames.filter { !hidden.contains($0) }, other.family.labelNames)
        return left.isEmpty || right.isEmpty || left.contains { right.contains($0) }
    }
}
