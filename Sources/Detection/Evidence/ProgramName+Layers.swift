// Words that name a layer, and programs as well.
extension ProgramName {
    /// Words for a layer that programs are called by as well.
    private static let ambiguous: Set<String> = ["proxy", "router", "cluster"]

    /// The words of a family's name that would put it behind another one that is not there: what lies before it is called
    /// alike but for that word, and counts as much, or says that it is the outer one.
    static func unsaid(of family: MetricFamily, among families: [MetricFamily]) -> Set<String> {
        let words = family.words.stem.intersection(ambiguous)
        guard !words.isEmpty, family.form != .gauge else { return [] }
        let plain = family.words.stem.subtracting(words)
        let isBehind = families.contains { other in
            guard other.form != .gauge, other.name != family.name else { return false }
            let outer = other.words.stem.intersection(Vocabulary.outerLayers)
            guard other.words.stem.subtracting(outer).isSuperset(of: plain.subtracting(Vocabulary.outerLayers)),
                other.words.stem.subtracting(outer).subtracting(plain).isEmpty
            else { return false }
            let counts = [other.total(), family.total()]
            return !outer.isEmpty || abs(counts[0] - counts[1]) <= max(2, 0.05 * (counts.max() ?? 0))
        }
        return isBehind ? [] : words
    }
}
