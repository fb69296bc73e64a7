/// Counters of their own for what went well and what did not, under names that differ in that word alone.
enum OutcomeRule {
    /// What was found: both together are all that was asked.
    struct Pair {
        let succeeded: MetricFamily
        let failed: MetricFamily
        /// Whether the second counts failures; what a client undoes need not be one.
        let isFailure: Bool
    }

    /// Words that tell the one from the other.
    private static let words: [(well: Set<String>, other: Set<String>, isFailure: Bool)] = [
        (Vocabulary.succeeded, Vocabulary.failed, true), (Vocabulary.kept, Vocabulary.undone, false),
    ]

    /// The pairs, by name.
    static func pairs(_ families: [MetricFamily]) -> [Pair] {
        let counters = families.filter { $0.form == .counter && CandidateRule.foreign($0.words) == nil }
        return words.flatMap { words in
            // Beside successes, answers of class 5 are not all of the rest: those of class 4 are missing.
            let others = counters.filter {
                $0.words.contains(any: words.other) && !$0.words.contains(any: ["5xx", "4xx"])
            }
            let all = words.well.union(words.other)
            let rest = { (family: MetricFamily) in family.words.all.filter { !all.contains($0) } }
            return counters.filter { $0.words.contains(any: words.well) }.compactMap { family in
                others.first { rest($0) == rest(family) }
                    .map { Pair(succeeded: family, failed: $0, isFailure: words.isFailure) }
            }
        }
    }
}
