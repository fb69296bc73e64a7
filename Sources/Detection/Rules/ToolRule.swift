/// What a program does with its database or store looks like what a database is asked: whose page it is tells.
enum ToolRule {
    /// First words of what every process of an interpreter or a virtual machine tells of itself.
    private static let runtimes: Set<String> = ["nodejs", "python", "jvm", "dotnet", "ruby", "php", "beam", "erlang"]
    /// First words that name what is asked, or how, and no tool.
    private static let own: Set<String> = ["graphql", "bot", "http", "api", "cli", "rpc", "server", "service", "app"]
    /// Words of stores of data.
    private static let stores: Set<String> = ["datastore", "database", "db", "sql", "orm"]

    /// The candidates that are asked of a tool, with the reason.
    ///
    /// A program with a runtime of its own is no database: commands and queries under a name that is not that of most of
    /// its families go to one.
    static func asked(_ candidates: [Candidate], in families: [MetricFamily]) -> [(metric: String, reason: String)] {
        let firsts = families.compactMap { $0.words.all.first }
        guard firsts.contains(where: runtimes.contains) else { return [] }
        let plain = firsts.filter { !runtimes.contains($0) && $0 != "process" }
        return candidates.compactMap { candidate in
            guard candidate.kind == .commands || candidate.kind == .queries,
                let first = candidate.family.words.all.first, !own.contains(first),
                !Vocabulary.isNamed([Vocabulary.synonyms[first] ?? first])
            else { return nil }
            let mine = plain.count { $0 == first }
            guard mine < plain.count, mine * 2 <= plain.count else { return nil }
            let whom = stores.contains(first) ? "its database" : "'\(first)'"
            return (candidate.family.name, "counts what the service asks \(whom)")
        }
    }
}
