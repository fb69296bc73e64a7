// Durations that are known by their counts alone, whatever they are called.
extension LatencyRule {
    /// A duration that is as many as the requests for each value of a label that both have: it measures them, whatever it
    /// is called.
    static func exact(_ candidate: Candidate, _ families: [MetricFamily]) -> Finding? {
        guard candidate.total > 100 else { return nil }
        let places: Set<String> = ["le", "quantile", "instance", "job"]
        let labels = candidate.family.labelNames.filter { !places.contains($0) }
        let subjects = Set(labels.filter { Vocabulary.isNamed(MetricWords($0).stem) })
        let same = families.compactMap { family -> (family: MetricFamily, label: String)? in
            guard family.form == .histogram || family.form == .summary, family.name != candidate.family.name,
                family.sum != nil || !family.bounds.isEmpty, CandidateRule.isDuration(family),
                CandidateRule.foreign(family.words, but: Set(candidate.family.words.all)) == nil,
                !family.words.says(any: Vocabulary.states), LayerRule.partsLabel(family) == nil,
                !waits(family, candidate), let own = LayerRule.matchers(family)
            else { return nil }
            let matchers = own + HiddenRule.matchers(family, where: own)
            let label = labels.first { label in
                isAlike(
                    family.values(of: label, where: matchers),
                    candidate.family.values(of: label, where: candidate.matchers),
                    // A label that is called after what is counted tells the same with one value, too.
                    fewest: subjects.contains(label) ? 1 : 2
                )
            }
            return label.map { (family, $0) }
        }
        let best = same.filter { $0.family.form == .histogram }
        guard let found = (best.isEmpty ? same : best).first, max(best.count, 1) == 1 else { return nil }
        let matchers = candidate.matchers.filter { found.family.labelNames.contains($0.label) }
        return finding(found.family, matchers, candidate, differs: 0, "it is as many for each \(found.label)")
    }

    /// Whether a duration has a label of parts, each as often as the others, that does not tell the requests apart as well.
    static func tellsParts(_ family: MetricFamily, _ candidate: Candidate) -> Bool {
        guard let label = LayerRule.partsLabel(family) else { return false }
        return !isAlike(family.values(of: label), candidate.family.values(of: label, where: candidate.matchers))
    }

    /// Whether two labels have the same values, of two at least, and count as much for each.
    private static func isAlike(_ one: [String: Double], _ other: [String: Double], fewest: Int = 2) -> Bool {
        let counts = [one, other].map { $0.filter { !$0.key.isEmpty && $0.value > 0 } }
        guard counts[0].count >= fewest, Set(counts[0].keys) == Set(counts[1].keys) else { return false }
        return counts[0].allSatisfy { LayerRule.agree($0.value, counts[1][$0.key] ?? 0, within: 0.005) }
    }
}
