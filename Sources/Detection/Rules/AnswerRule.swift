/// Writing the answer is the last part of serving a request: what is called after the answer alone measures that part where
/// the same program measures the same answers for longer.
enum AnswerRule {
    private static let answers: Set<String> = ["response", "responses", "resp", "reply", "replies"]
    /// Words with which the answer is that of the whole.
    private static let questions: Set<String> = ["request", "requests", "req", "reqs", "rq", "http", "grpc", "rpc"]
    /// A whole lasts so much longer than the part.
    private static let longer = 1.5

    /// Whether a candidate measures the answers that another one measures from the question on.
    static func isPart(_ candidate: Candidate, _ candidates: [Candidate]) -> Bool {
        guard candidate.measures, isOfAnswers(candidate), let reading = candidate.reading,
            let sum = candidate.family.sum, sum > 0
        else { return false }
        return candidates.contains { other in
            guard other.measures, !other.family.words.contains(any: answers), let whole = other.family.sum,
                other.reading?.label == reading.label, other.reading?.grammar == reading.grammar
            else { return false }
            return other.kind == candidate.kind && whole > longer * sum && other.total >= 0.98 * candidate.total
                && other.family.words.all.first == candidate.family.words.all.first
                && units(other) == units(candidate)
                && LayerRule.rank(other.family.words) == LayerRule.rank(candidate.family.words)
        }
    }

    private static func isOfAnswers(_ candidate: Candidate) -> Bool {
        let words = candidate.family.words
        return words.contains(any: answers) && !words.contains(any: questions)
    }

    /// Sums of one unit can be compared.
    private static func units(_ candidate: Candidate) -> Set<String> {
        Set(candidate.family.words.all.filter { Vocabulary.units[$0] != nil })
    }
}
