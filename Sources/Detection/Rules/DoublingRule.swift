/// A library that measures a request where its error is logged and where it ends counts it twice; that it was asked for
/// its size once gives it away.
enum DoublingRule {
    /// What is counted twice.
    enum Finding {
        case each
        case failures

        var reason: String {
            switch self {
            case .each: "each request is counted twice"
            case .failures: "what did not go well is counted more than once"
            }
        }
    }

    /// Words of sizes, beside what they are the sizes of.
    private static let sizes: Set<String> = ["size", "body", "bytes"]
    private static let tolerance = 0.02

    /// The family that counts the requests of a candidate once each, and what the candidate counts twice; nil where
    /// nothing says so.
    ///
    /// Sizes that not every request has would count fewer as well: only what fits to a whole is believed.
    static func witness(
        _ candidate: Candidate,
        in families: [MetricFamily]
    ) -> (family: MetricFamily, finding: Finding)? {
        guard candidate.measures, let reading = candidate.reading else { return nil }
        let values = candidate.family.values(of: reading.label, where: candidate.matchers)
        let unwell = values.filter { reading.grammar.verdict($0.key) != .success }.values.reduce(0, +)
        for family in families where isSize(family, of: candidate) {
            let once = family.total(where: matchers(candidate, family))
            let more = candidate.total - once
            guard once > 100, more > 10 else { continue }
            if abs(more - once) <= tolerance * once { return (family, .each) }
            // Once more with its own status, or with that of an answer which it never got.
            if more >= unwell / 2 * (1 - tolerance), more <= unwell * (1 + tolerance) { return (family, .failures) }
        }
        return nil
    }

    /// The conditions of a candidate that the other family can be asked for as well.
    static func matchers(_ candidate: Candidate, _ family: MetricFamily) -> [LabelMatcher] {
        candidate.matchers.filter { family.labelNames.contains($0.label) }
    }

    /// Whether a name is about the sizes of what is asked, as it comes in.
    static func isSizeOfRequest(_ words: MetricWords) -> Bool {
        words.all.contains("size") && words.all.contains("request") && words.all.contains("server")
    }

    private static func isSize(_ family: MetricFamily, of candidate: Candidate) -> Bool {
        (family.form == .histogram || family.form == .summary) && isSizeOfRequest(family.words)
            && family.words.stem.subtracting(sizes).isSubset(of: candidate.stem.union(["request"]))
    }
}
