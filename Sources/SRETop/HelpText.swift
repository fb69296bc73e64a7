import ArgumentParser

/// What `sretop --help` says: how to begin, the options of the command that runs where none is named, the commands.
enum HelpText {
    /// Whether nothing but this help is asked for.
    static func isWanted(_ arguments: [String]) -> Bool { [["--help"], ["-h"], ["help"]].contains(arguments) }

    /// The word behind `help` that names no command; nil where each does, or something else is asked for.
    static func unknownCommand(_ arguments: [String]) -> String? {
        guard arguments.first == "help" else { return nil }
        var command: any ParsableCommand.Type = SRETop.self
        for word in arguments.dropFirst() where !word.hasPrefix("-") && word != "help" {
            guard let next = command.configuration.subcommands.first(where: { $0.configuration.commandName == word })
            else { return word }
            command = next
        }
        return nil
    }

    private static let beginning = """
        TO BEGIN:
          sretop demo                               break a service and watch it; needs nothing else
          sretop                                    looks on localhost:9090, then :8000
          sretop URL                                a Prometheus, or a page of metrics: it finds out which
          sretop --prometheus URL                   the service that is worst; S shows all of them
          sretop --scrape http://HOST:PORT/metrics  a page, without any Prometheus
          sretop check --prometheus URL             one look with an exit status, for scripts
          sretop doctor --scrape URL                why there is no number
        """

    /// The whole text, for a terminal so wide.
    static func text(columns: Int?) -> String {
        let root = SRETop.helpMessage(columns: columns)
        let watch = SRETop.helpMessage(for: WatchCommand.self, columns: columns)
        let (head, commands) = split(root, at: "\nSUBCOMMANDS:")
        let (overview, _) = split(head, at: "\nOPTIONS:")
        // What the options of `watch` are follows its usage.
        let (_, usage) = split(watch, at: "\nUSAGE:")
        let (_, options) = split(usage.dropFirst(), at: "\n\n")
        return [String(overview), beginning, String(options), String(commands)]
            .map(\.trimmed)
            .filter { !$0.isEmpty }
            .joined(separator: "\n\n")
    }

    /// What is before a text and what begins with it; everything and nothing where it is not there.
    private static func split(_ text: some StringProtocol, at mark: String) -> (Substring, Substring) {
        let whole = Substring(text)
        guard let range = whole.firstRange(of: mark) else { return (whole, "") }
        return (whole[..<range.lowerBound], whole[range.lowerBound...])
    }
}
