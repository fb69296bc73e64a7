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

    /// Whether a pair is one of several for parts of one thing, `cmd_plan_execution` and `cmd_apply_execution`: none of them
    /// is the whole.
    static func isPart(_ pair: Pair, of pairs: [Pair]) -> Bool {
        guard let own = place(pair) else { return false }
        let count = pair.succeeded.total() + pair.total
        return pairs.contains { other in
            guard other.succeeded.name != pair.succeeded.name, let others = place(other) else { return false }
            let sum = other.succeeded.total() + other.total
            return others.subject == own.subject && others.last == own.last && sum > 2
                && !LayerRule.agree(sum, count, within: 0.05)
        }
    }

    /// The words of a pair up to what is counted, and the last one, where at least one for the part stands between them.
    private static func place(_ pair: Pair) -> (subject: [String], last: String)? {
        let words = pair.succeeded.words.all.filter { !Vocabulary.manner.contains($0) }
        guard let subject = words.firstIndex(where: { Vocabulary.isNamed([Vocabulary.synonyms[$0] ?? $0]) }),
            let last = words.last, words.count > subject + 2
        else { return nil }
        return (Array(words[...subject]), last)
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
