/// A program's own API, `gate_api`, is all that it is asked, whatever word its parts are called by.
enum OwnAPIRule {
    /// What the API measures that a candidate measures a part of: as often, in the same buckets, and longer; nil where
    /// there is none.
    static func whole(_ part: Candidate, in families: [MetricFamily]) -> Candidate? {
        guard part.measures, let sum = part.family.sum, sum > 0, !part.family.bounds.isEmpty else { return nil }
        let family = families.first { family in
            family.form == part.family.form && family.bounds == part.family.bounds && (family.sum ?? 0) > 1.02 * sum
                && isAPI(family.words) && family.words.all.first == part.family.words.all.first
                && LayerRule.agree(family.total(), part.total, within: 0.005)
        }
        guard let family, let own = LayerRule.matchers(family) else { return nil }
        let matchers = own + HiddenRule.matchers(family, where: own)
        return Candidate(
            family: family,
            kind: part.kind,
            matchers: matchers,
            status: StatusRule.read(family, where: matchers),
            total: family.total(where: matchers),
            isNamed: true,
            isSuccessOnly: false
        )
    }

    /// Whether a name says nothing but whose API it is.
    static func isAPI(_ words: MetricWords) -> Bool {
        let said = words.all.filter { !Vocabulary.manner.contains($0) }
        return said.count == 2 && said[1] == "api"
    }
}
