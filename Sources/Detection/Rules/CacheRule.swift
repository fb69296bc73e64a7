/// A cache tells of its clients and of the servers behind it in the same words: its clients' requests are its own.
enum CacheRule {
    /// Words for who is asked where the cache has nothing.
    private static let behind: Set<String> = ["backend", "backends", "server", "servers", "upstream", "origin"]

    /// Of some names those that count what a cache's clients ask: each has its like behind, and something tells of hits.
    ///
    /// A server that has a cache and is a client as well is none: a cache of whose clients says so of its hits.
    static func fronts(_ names: [(name: String, words: MetricWords)]) -> Set<String> {
        let hits = names.filter { $0.words.contains(any: ["hit", "hits"]) }
        guard !hits.isEmpty else { return [] }
        let isOfClients = hits.contains { $0.words.contains(any: ["client"]) }
        let behind = isOfClients ? behind : behind.subtracting(["server", "servers"])
        let inner = Set(
            names.filter { $0.words.contains(any: behind) }.map { $0.words.stem.subtracting(behind) }
        )
        let fronts = names.filter { each in
            each.words.contains(any: ["client"]) && Vocabulary.isNamed(each.words.stem)
                && !each.words.contains(any: Vocabulary.failed)
                && inner.contains(each.words.stem.subtracting(["client"]))
        }
        return Set(fronts.map(\.name))
    }

    /// Whether a family counts what a cache asks others, where there are clients of one.
    static func isBehind(_ words: MetricWords) -> Bool { words.contains(any: behind) }
}
