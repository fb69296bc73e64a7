/// Three counters of one thing, of which one is just what the two others are together: all of it, what went well, and what
/// failed.
///
/// The sum proves what the names alone do not say: that nothing is left out, and that what failed is not counted twice.
enum ThreefoldRule {
    /// Words of what came to its end, whether or not they say that it went well.
    private static let ended = Vocabulary.succeeded.union(["completed", "processed", "finished", "done"])
    private static let fewest = 100.0
    private static let tolerance = 0.002

    /// What failed of what a candidate counts; nil where no two counters make it up.
    static func failed(of candidate: Candidate, in families: [MetricFamily]) -> MetricFamily? {
        guard candidate.reading == nil, candidate.matchers.isEmpty else { return nil }
        return parts(of: candidate.family, candidate.total, families)
    }

    /// The only counter of a page that is made up so; nil where there is none, or several.
    static func whole(in families: [MetricFamily]) -> Candidate? {
        let found = families.filter { family in
            family.form == .counter && CandidateRule.foreign(family.words) == nil && AskedRule.reason(family) == nil
                && !family.words.contains(any: Vocabulary.states.union(Vocabulary.failed).union(ended))
                && parts(of: family, family.total(), families) != nil
        }
        guard found.count == 1, let family = found.first, BareCountRule.isAtHome(family, families) else { return nil }
        return Candidate(
            family: family,
            kind: Vocabulary.kinds.first { family.words.stem.contains($0.word) }?.kind ?? .tasks,
            matchers: [],
            status: .none,
            total: family.total(),
            isNamed: true,
            isSuccessOnly: false
        )
    }

    /// Whether failures and what went well, under names that differ in that word alone, are together so many: then the
    /// service says itself what failed.
    static func isRest(
        _ failed: MetricFamily,
        of total: Double,
        in families: [MetricFamily],
        beside words: Set<String> = Vocabulary.succeeded
    ) -> Bool {
        let count = failed.total()
        let ends = words.union(Vocabulary.failed)
        let subject = failed.words.all.filter { !ends.contains($0) }
        return count > 2
            && families.contains { well in
                well.form == .counter && well.name != failed.name && well.words.contains(any: words)
                    && well.words.all.filter { !ends.contains($0) } == subject
                    && LayerRule.agree(well.total() + count, total, within: tolerance)
            }
    }

    private static func parts(of whole: MetricFamily, _ total: Double, _ families: [MetricFamily]) -> MetricFamily? {
        guard total >= fewest else { return nil }
        let counters = families.filter {
            $0.form == .counter && $0.name != whole.name && $0.words.all.first == whole.words.all.first
        }
        return counters.first { failed in
            failed.words.contains(any: Vocabulary.failed) && failed.total() < total / 2
                && isRest(failed, of: total, in: counters, beside: ended)
        }
    }
}
