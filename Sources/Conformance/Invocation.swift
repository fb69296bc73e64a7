package import PromQL

/// What the command line of promconformance asks for.
package struct Invocation {
    /// What is judged.
    package enum Subject: String {
        case promql
        case scrape
        case differential
    }

    /// Why the command line cannot be understood.
    package struct Refused: Error {
        package var reason: String
    }

    /// How the program is called.
    package static let usage = """
        usage: promconformance [promql] [--semantics 2|2.53|3.5|3] [--promql-features LIST] [--report] FILE.test...
               promconformance scrape [--semantics 2|3] [--report] FILE.jsonl...
               promconformance differential [--semantics 2|2.53|3.5|3] FILE.om

        promql evaluates every expression of files in Prometheus's test notation and compares the answers; scrape
        reads every body of files of verdicts and compares what it takes for valid. Each case that fails or is
        skipped is printed as file:line, the closing line counts them. differential loads the samples of an OpenMetrics
        page and answers the queries on standard input, one JSON object a line, for Scripts/differential.
          --semantics        as this version of Prometheus does: 2 is 2.42 (the default), 3 is 3.14
          --promql-features  what is read of that which Prometheus has behind flags: all (the default), none, or names
                             of flags between commas
          --report           exit with 0 even if cases failed
        Exit status: 0 no case failed, 1 some failed, 2 unreadable file or usage.

        """

    /// What is judged.
    package private(set) var subject = Subject.promql
    /// Which major version of Prometheus is asked about.
    package private(set) var semantics = PromQLEngine.WindowSemantics.closed
    /// Whether the late corrections of version 2 hold; nil to go by the major version.
    package private(set) var hasLateCorrections: Bool?
    /// Whether what was put right within version 3 holds.
    package private(set) var hasNewestCorrections = true
    /// What is read of that which Prometheus has behind flags.
    package private(set) var features = PromQLFeatures.all
    /// Whether cases may fail.
    package private(set) var isReport = false
    /// Whether only the usage is asked for.
    package private(set) var isHelp = false
    /// The files with the cases.
    package private(set) var files: [String] = []

    /// Reads the words behind the program's name.
    package init(_ words: [String]) throws(Refused) {
        var rest = words[...]
        if let named = rest.first.flatMap(Subject.init) {
            subject = named
            rest.removeFirst()
        }
        var takesOptions = true
        while let word = rest.popFirst() {
            switch word {
            case _ where !takesOptions: files.append(word)
            case "--": takesOptions = false
            case "--semantics":
                try setSemantics(rest.popFirst())
            case _ where word.hasPrefix("--semantics="):
                try setSemantics(String(word.dropFirst("--semantics=".count)))
            case "--promql-features": try setFeatures(rest.popFirst())
            case _ where word.hasPrefix("--promql-features="):
                try setFeatures(String(word.dropFirst("--promql-features=".count)))
            case "--report": isReport = true
            case "--help", "-h": isHelp = true
            case _ where word.hasPrefix("-"): throw Refused(reason: "unknown option \(word)")
            default: files.append(word)
            }
        }
        guard isHelp || !files.isEmpty else { throw Refused(reason: "no file named") }
        guard subject != .differential || files.count <= 1 else { throw Refused(reason: "one page at a time") }
        guard subject != .scrape || hasLateCorrections == nil && hasNewestCorrections && features == .all else {
            guard features == .all else { throw Refused(reason: "scrape takes no --promql-features") }
            throw Refused(reason: "--semantics takes 2 or 3")
        }
    }

    private mutating func setFeatures(_ text: String?) throws(Refused) {
        guard let text, let named = PromQLFeatures(names: text) else {
            let names = PromQLFeatures.names.map(\.name).joined(separator: ", ")
            throw Refused(reason: "--promql-features takes all, none, or some of \(names)")
        }
        features = named
    }

    private mutating func setSemantics(_ text: String?) throws(Refused) {
        switch text {
        case "2": (semantics, hasLateCorrections) = (.closed, nil)
        case "2.53": (semantics, hasLateCorrections) = (.closed, true)
        case "3", "3.14": (semantics, hasLateCorrections) = (.leftOpen, nil)
        case "3.5": (semantics, hasLateCorrections, hasNewestCorrections) = (.leftOpen, nil, false)
        default: throw Refused(reason: "--semantics takes 2, 2.53, 3.5 or 3")
        }
    }
}
