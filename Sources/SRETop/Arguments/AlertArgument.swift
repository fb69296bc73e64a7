import ArgumentParser
import GoldenSignals

/// An alert on the command line: its name, or the URL that Prometheus puts into it, `http://HOST/graph?g0.expr=…`.
struct AlertArgument: ExpressibleByArgument, Sendable, Equatable {
    /// What is to be looked at.
    let wanted: WantedAlert
    /// The Prometheus that it is of; nil where a name alone was given.
    let server: String?

    init?(argument: String) {
        guard let read = AlertArgument(reading: argument) else {
            ArgumentForm.refuse("an alert's name, or the URL of its graph: http://HOST/graph?g0.expr=EXPRESSION")
            return nil
        }
        self = read
    }

    private init?(reading argument: String) {
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

    /// A form's text: `+` is a blank, and `%2B` a byte; nil where that is no text.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let digits = rest.prefix(2)
                guard digits.count == 2, let value = UInt8(Substring(digits), radix: 16) else { return nil }
                bytes.append(value)
                rest = rest.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
