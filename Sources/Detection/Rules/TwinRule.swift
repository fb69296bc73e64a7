/// Two families measure the same requests under names that differ in one word for the place, such as server and service:
/// who measures longer stands before the other one, and measures the whole.
enum TwinRule {
    /// So much do two places differ by more than the clock.
    private static let least = 1.02
    /// A pair of its own: one may be a part of the other in either way.
    private static let ends: Set<String> = ["request", "response"]

    /// The candidate that measures the whole of what one measures; nil where nothing does.
    static func longer(_ candidate: Candidate, _ candidates: [Candidate]) -> Candidate? {
        guard candidate.measures, let sum = candidate.family.sum, sum > 0 else { return nil }
        let longer = candidates.filter { other in
            (other.family.sum ?? 0) > least * sum && isTwin(other, candidate)
        }
        return longer.max { ($0.family.sum ?? 0) < ($1.family.sum ?? 0) }
    }

    private static func isTwin(_ one: Candidate, _ other: Candidate) -> Bool {
        guard one.family.form == other.family.form, one.kind == other.kind, one.reading == other.reading,
            LayerRule.rank(one.family.words) == LayerRule.rank(other.family.words),
            LayerRule.agree(one.total, other.total, within: 0.005)
        else { return false }
        let (left, right) = (one.family.words.all, other.family.words.all)
        let differing = zip(left, right).filter { $0 != $1 }
        guard left.count == right.count, differing.count == 1, let (word, another) = differing.first else {
            return false
        }
        return !LatencyRule.isParticular([word, another]) && Vocabulary.units[word] == nil
            && !(ends.contains(word) && ends.contains(another))
    }
}
