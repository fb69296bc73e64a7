import PromModel

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
