internal import GoldenSignals

/// Labels that tell services apart, as `--service-labels` writes them: `namespace,app`.
package enum ServiceLabelsText {
    /// Labels that tell series of one service apart.
    private static let within: Set<String> = ["__name__", "le", "quantile", SignalCatalog.tagLabel]

    /// The names in a text; nil where it is none.
    package static func parse(_ text: String) -> [String]? {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for (index, name) in names.enumerated() where problem(name, after: Array(names[..<index])) != nil { return nil }
        return names
    }

    /// What is wrong with a name that follows others; nil for nothing.
    static func problem(_ name: String, after earlier: [String]) -> String? {
        let shown = Suggestion.quoted(name) ?? "this"
        let isName =
            name.first.map { !$0.isNumber } ?? false
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard isName else { return "\(shown) is no name of a label: letters, digits and '_'" }
        guard !within.contains(name) else { return "\(shown) tells no services apart" }
        return earlier.contains(name) ? "\(shown) is there twice" : nil
    }
}
