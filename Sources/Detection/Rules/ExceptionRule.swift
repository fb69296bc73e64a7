/// Answers by status, and exceptions that got none: where both together are all that was asked, exceptions are failures
/// that no status tells.
enum ExceptionRule {
    /// What the exceptions of a family of answers are, and what counts all requests.
    struct Finding {
        let exceptions: SignalSelection
        /// What counts both together.
        let whole: SignalSelection
        /// How it does.
        let of: MetricFamily.Form
    }

    private static let words: Set<String> = ["exception", "exceptions", "uncaught", "unhandled"]
    /// What is under way has no answer yet.
    private static let tolerance = 0.002

    /// The exceptions beside a candidate with a status; nil where the numbers do not prove that they are beside it.
    static func beside(_ candidate: Candidate, in families: [MetricFamily]) -> Finding? {
        guard candidate.reading != nil else { return nil }
        for family in families where isOfExceptions(family, candidate) {
            let sum = candidate.total + total(family, candidate)
            let whole = families.first { other in
                other.name != candidate.family.name && other.name != family.name && other.form != .gauge
                    && !other.words.contains(any: words)
                    && other.words.stem.isSuperset(of: ["request"]) && isOfOne(other, candidate)
                    && CandidateRule.foreign(other.words) == nil
                    && LayerRule.agree(total(other, candidate), sum, within: tolerance)
                    && !LayerRule.agree(total(other, candidate), candidate.total, within: tolerance)
            }
            guard let whole else { continue }
            return Finding(exceptions: selection(family, candidate), whole: selection(whole, candidate), of: whole.form)
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
                isOfExceptions(family, candidate)
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

    private static func total(_ family: MetricFamily, _ candidate: Candidate) -> Double {
        family.total(where: selection(family, candidate).matchers)
    }

    private static func isOfExceptions(_ family: MetricFamily, _ candidate: Candidate) -> Bool {
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

/// Measures of what went well beside measures of what did not, under names that differ in that word alone.
enum FailedTwinRule {
    /// The family that counts what a candidate leaves out; nil where there is none, or nothing else tells both together.
    static func twin(of candidate: Candidate, _ candidates: [Candidate], in families: [MetricFamily]) -> MetricFamily? {
        guard candidate.reading != nil, candidate.failed == 0 else { return nil }
        let own = candidate.family.words.all.filter { !Vocabulary.failed.contains($0) }
        let twin = families.first { family in
            family.form == candidate.family.form && family.name != candidate.family.name && family.total() > 2
                && family.words.contains(any: Vocabulary.failed)
                && family.words.all.filter { !Vocabulary.failed.contains($0) } == own
        }
        guard let twin else { return nil }
        let both = candidate.total + twin.total()
        let isTold = candidates.contains { other in
            (other.failed ?? 0) > 2 && LayerRule.agree(other.total, both, within: 0.02)
        }
        return isTold ? twin : nil
    }
}
