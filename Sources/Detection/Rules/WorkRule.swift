/// What a program does where nothing counts what it is asked: operations, executions, runs.
///
/// Everybody has such counters of parts of the work, so that one is believed only where it tells all three: how many, how
/// long, and how they ended, and where no other work is told as well.
enum WorkRule {
    /// Words for work, and what it is counted as.
    private static let kinds: [(word: String, kind: ServiceKind)] = [
        ("operation", .commands), ("execution", .tasks), ("activation", .tasks), ("attempt", .tasks),
    ]
    static let words = Set(kinds.map(\.word))
    /// Words of what is worked with, by whoever does the work.
    private static let tools: Set<String> = [
        "objstore", "bucket", "object", "storage", "store", "db", "database", "sql", "cache", "file", "files",
        "backend",
        "upstream", "volume", "block", "lock", "queue", "workqueue", "api", "login", "auth", "authentication",
    ]

    /// The one that tells all of it; nil where there is none, or several.
    static func whole(in families: [MetricFamily]) -> Candidate? {
        let told = families.compactMap { candidate($0, families) }
        guard let best = told.max(by: { $0.total < $1.total }) else { return nil }
        let isAlone = told.allSatisfy { LayerRule.agree($0.total, best.total, within: 0.05) }
        return isAlone && BareCountRule.isAtHome(best.family, families)
            ? told.first { !$0.measures } ?? best : nil
    }

    private static func candidate(_ family: MetricFamily, _ families: [MetricFamily]) -> Candidate? {
        let words = family.words
        guard family.form != .gauge, let kind = kinds.first(where: { words.stem.contains($0.word) })?.kind,
            !words.contains(any: tools.union(Vocabulary.states).union(Vocabulary.ends)),
            CandidateRule.foreign(words) == nil, AskedRule.reason(family) == nil,
            LayerRule.partsLabel(family) == nil, let own = LayerRule.matchers(family)
        else { return nil }
        let isTimed = family.form == .histogram || family.form == .summary
        guard isTimed == CandidateRule.isDuration(family) else { return nil }
        let hidden = HiddenRule.matchers(family, where: own)
        let candidate = Candidate(
            family: family,
            kind: kind,
            matchers: own + hidden,
            status: StatusRule.read(family, where: own + hidden),
            total: family.total(where: own + hidden),
            isNamed: true,
            isSuccessOnly: false
        )
        let tellsEnds =
            candidate.reading != nil
            || FailureRule.counters(of: candidate, in: families).contains { $0.words.stem == words.stem }
        guard candidate.total > 0, tellsEnds, LatencyRule.latency(of: candidate, in: families) != nil else {
            return nil
        }
        return candidate
    }
}
