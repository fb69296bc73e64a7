/// Which of many names are worth a question: the first look, where a source knows thousands of metrics.
package enum NameFilter {
    /// Parts of histograms and summaries.
    private static let parts = ["_bucket", "_sum", "_count", "_created"]

    /// The names that detection may take a count from, and those of durations beside them; buckets are left out.
    package static func counters(_ names: some Sequence<String>) -> [String] {
        names.filter { name in
            guard !name.hasSuffix("_bucket"), !name.hasSuffix("_created") else { return false }
            let words = MetricWords(name)
            // Whose clients hit a cache tells which side it answers.
            if words.contains(any: ["client"]), words.contains(any: ["hit", "hits"]) { return true }
            guard CandidateRule.foreign(words) == nil, !words.contains(any: Vocabulary.states) else { return false }
            return Vocabulary.isNamed(words.stem) || words.contains(any: Vocabulary.durations)
                || words.contains(any: ["status"])
        }
        .sorted()
    }

    /// The name of the family that a sample's name belongs to.
    package static func family(of name: String) -> String {
        parts.first(where: name.hasSuffix).map { String(name.dropLast($0.count)) } ?? name
    }
}
