import ArgumentParser
import GoldenSignals

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An alert on the command line: its name, or the URL that Prometheus puts into it, `http://HOST/graph?g0.expr=…`.
struct AlertArgument: ExpressibleByArgument, Sendable, Equatable {
    /// What is to be looked at.
    let wanted: WantedAlert
    /// The Prometheus that it is of; nil where a name alone was given.
    let server: String?

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        guard argument.hasPrefix("http://") || argument.hasPrefix("https://") else {
            (wanted, server) = (.named(argument), nil)
            return
        }
        let halves = argument.split(separator: "?", maxSplits: 1)
        guard halves.count == 2 else { return nil }
        let parameters = halves[1].prefix { $0 != "#" }.split(separator: "&").map {
            $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        }
        let expressions = parameters.filter { $0.count == 2 && ["g0.expr", "expr"].contains($0[0]) }
        guard let text = expressions.first?[1], let expression = Self.decoded(text) else { return nil }
        wanted = .expression(expression)
        var place = String(halves[0])
        for page in ["/graph", "/query", "/alerts", "/"] where place.hasSuffix(page) { place.removeLast(page.count) }
        server = place
    }

    /// A form's text: `+` is a blank.
    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }
}
