/// Counters of their own for what went well and what did not, under names that differ in that word alone.
enum OutcomeRule {
    /// What was found: both together are all that was asked.
    struct Pair {
        let succeeded: MetricFamily
        /// What did not go well; with what went well they are all that was asked.
        let others: [MetricFamily]
        /// Those among them that are the service's own failures; nil where nobody says whose they are.
        let failed: [MetricFamily]?

        /// What did not go well, in all.
        var total: Double { others.reduce(0) { $0 + $1.total() } }
    }

    /// Words of failures that are the service's own where others beside them are called otherwise.
    private static let owns: Set<String> = ["5xx", "server", "internal", "failure", "failures", "fault", "faults"]

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
            return counters.filter { $0.words.contains(any: words.well) }.compactMap { family -> Pair? in
                let partners = others.filter { rest($0) == rest(family) }
                guard !partners.isEmpty else { return nil }
                return Pair(succeeded: family, others: partners, failed: words.isFailure ? failed(partners) : nil)
            }
        }
    }

    /// Of several those whose name says that they are the service's own.
    private static func failed(_ partners: [MetricFamily]) -> [MetricFamily]? {
        if partners.count == 1 {
            // Over HTTP nobody knows whose errors these are: a page that is not found is one for some.
            let isUnclear = partners[0].words.stem.contains("http") && !partners[0].words.contains(any: owns)
            return isUnclear ? nil : partners
        }
        let own = partners.filter { $0.words.contains(any: owns) }
        return own.isEmpty ? nil : own
    }
}
