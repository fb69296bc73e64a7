/// What a metric's help says where its name does not: it decides nothing that names and numbers tell.
enum HelpRule {
    private static let units: [(words: Set<String>, unit: String)] = [
        (["seconds", "secs", "sec"], "seconds"), (["milliseconds", "millis", "ms", "msec", "msecs"], "milliseconds"),
        (["microseconds", "micros", "us", "usec", "usecs"], "microseconds"),
        (["nanoseconds", "nanos", "ns", "nsec"], "nanoseconds"),
    ]

    /// The unit that a help text names; nil where it names none, or several.
    static func unit(_ help: String) -> String? {
        let said = Set(words(help))
        let found = units.filter { !$0.words.isDisjoint(with: said) }
        return found.count == 1 ? found[0].unit : nil
    }

    /// Whether it says that errors are the service's own.
    static func saysOwn(_ help: String) -> Bool {
        let said = words(help)
        let isServers = zip(said, said.dropFirst()).contains { word, next in
            ["server", "internal"].contains(word) && ["error", "errors", "failure", "failures"].contains(next)
                || word == "500" && ["response", "responses", "answers", "error", "errors", "status"].contains(next)
        }
        return (said.contains("5xx") || isServers) && !saysCallers(said)
    }

    /// Whether it says that what is counted went well.
    static func saysWell(_ help: String) -> Bool {
        let said = Set(words(help))
        return !said.isDisjoint(with: ["successfully", "successful"]) && said.isDisjoint(with: Vocabulary.failed)
            && said.isDisjoint(with: ["unsuccessfully", "unsuccessful", "whether", "not", "or"])
            && said.isDisjoint(with: ["received", "accepted", "enqueued", "queued", "submitted", "parsed"])
    }

    private static func saysCallers(_ words: [String]) -> Bool {
        words.contains("4xx")
            || words.contains { $0.count == 3 && $0.hasPrefix("4") && $0.allSatisfy(\.isASCIIDigit) }
            || zip(words, words.dropFirst()).contains { $0 == "client" && $1.hasPrefix("error") }
    }

    private static func words(_ help: String) -> [String] {
        help.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
