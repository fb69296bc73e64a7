/// What a program asks its database looks like what a database is asked: whose page it is tells.
enum ToolRule {
    /// First words of what every process of an interpreter or a virtual machine tells of itself.
    private static let runtimes: Set<String> = ["nodejs", "python", "jvm", "dotnet", "ruby", "php", "beam", "erlang"]
    /// Words of stores of data.
    private static let stores: Set<String> = ["datastore", "database", "db", "sql", "orm"]

    /// The candidates that are asked of a tool, with the reason.
    ///
    /// A program with a runtime of its own is no database: commands and queries of one, on a page of which most is called
    /// otherwise, go to it.
    static func asked(_ candidates: [Candidate], in families: [MetricFamily]) -> [(metric: String, reason: String)] {
        let firsts = families.compactMap { $0.words.all.first }
        guard firsts.contains(where: runtimes.contains) else { return [] }
        let plain = firsts.filter { !runtimes.contains($0) && $0 != "process" }
        return candidates.compactMap { candidate in
            guard candidate.kind == .commands || candidate.kind == .queries,
                let first = candidate.family.words.all.first, stores.contains(first)
            else { return nil }
            let mine = plain.count { $0 == first }
            guard mine < plain.count, mine * 2 <= plain.count else { return nil }
            return (candidate.family.name, "counts what the service asks its database")
        }
    }
}
