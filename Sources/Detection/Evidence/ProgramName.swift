/// What a page's own families are called after: the words that all of them begin with say whose they are, and nothing of
/// what they count.
package enum ProgramName {
    /// So many families show what they have in common.
    private static let fewest = 3
    /// What every process tells of itself, by the first word.
    private static let runtime: Set<String> = [
        "go", "process", "promhttp", "python", "jvm", "nodejs", "dotnet", "scrape", "target", "otel", "system", "net",
        "up",
    ]
    /// Words that programs are called by, and that say elsewhere that something else is counted.
    private static let names: Set<String> = [
        "admin", "webhook", "webhooks", "notification", "notifications", "external", "forward", "telemetry", "authn",
        "authz", "maintenance", "resolver",
    ]

    /// The words of a name that say nothing of what it counts where most families of the page begin with them.
    static func unsaid(in families: [MetricWords]) -> Set<String> {
        Set(words(of: families)).intersection(names).union(callers(families))
    }

    /// The words that most families of a page begin with; none where they have nothing in common.
    static func words(of families: [MetricWords]) -> [String] {
        let own = families.filter { !runtime.contains($0.all.first ?? "") }
        let groups = Dictionary(grouping: own) { $0.all.first ?? "" }
        guard let home = groups.values.max(by: { $0.count < $1.count }), home.count * 2 > own.count else { return [] }
        return common(home)
    }

    /// The same of many programs, by the first word of each.
    static func unsaid(byFirstWord families: some Sequence<MetricWords>) -> [String: Set<String>] {
        Dictionary(grouping: families) { $0.all.first ?? "" }.mapValues { group in
            Set(common(group)).intersection(names).union(callers(group))
        }
    }

    /// Clients that a program accepts call it: what it counts of clients it is asked.
    private static func callers(_ names: [MetricWords]) -> Set<String> {
        let isAccepted = names.contains { name in
            name.all.indices.dropFirst().contains { index in
                ["client", "clients"].contains(name.all[index - 1])
                    && ["accept", "accepts", "accepted"].contains(name.all[index])
            }
        }
        return isAccepted ? ["client", "clients"] : []
    }

    /// What some names have in common at their beginning, up to a word that says what is counted.
    private static func common(_ names: [MetricWords]) -> [String] {
        guard Set(names.map(\.all)).count >= fewest, Set(names.map(\.stem)).count > 1, var words = names.first?.all
        else { return [] }
        for name in names { words = zip(words, name.all).prefix { $0 == $1 }.map(\.0) }
        return Array(
            words.prefix { word in
                !Vocabulary.protocols.contains(word) && !Vocabulary.manner.contains(word)
                    && !Vocabulary.isNamed([Vocabulary.synonyms[word] ?? word])
            }
        )
    }
}
