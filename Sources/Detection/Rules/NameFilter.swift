/// Which of many names are worth a question: the first look, where a source knows thousands of metrics.
package enum NameFilter {
    /// Parts of histograms and summaries.
    private static let parts = ["_bucket", "_sum", "_count", "_created"]

    /// The names that detection may take a count from, and those of durations beside them; buckets are left out.
    package static func counters(_ names: some Sequence<String>) -> [String] {
        let named = names.map { (name: $0, words: MetricWords($0)) }
        let fronts = CacheRule.fronts(named)
        return named.filter { name, words in
            guard !name.hasSuffix("_bucket"), !name.hasSuffix("_created") else { return false }
            // Whose clients hit a cache tells which side it answers.
            if !fronts.isEmpty || words.contains(any: ["client"]), words.contains(any: ["hit", "hits"]) { return true }
            if fronts.contains(name) { return true }
            if ProbeRule.isAbout(words) { return true }
            guard CandidateRule.foreign(words) == nil, !words.contains(any: Vocabulary.states) else { return false }
            return Vocabulary.isNamed(words.stem) || words.contains(any: Vocabulary.durations)
                || words.contains(any: ["status"])
        }
        .map(\.name).sorted()
    }

    /// The names of what is in use and of its limit: each has its like.
    package static func pairs(_ names: some Sequence<String>) -> [String] { SaturationRule.names(of: names) }

    /// The name of the family that a sample's name belongs to.
    package static func family(of name: String) -> String {
        parts.first(where: name.hasSuffix).map { String(name.dropLast($0.count)) } ?? name
    }
}
