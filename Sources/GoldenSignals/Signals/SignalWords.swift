/// The words for what a kind of service is asked, and for what of it failed.
package struct SignalWords: Sendable, Equatable, Codable {
    /// What is counted: `requests`, `probes`.
    package let asked: String
    /// The short name of the failed share on the screen, three or four letters.
    package let failed: String

    /// What HTTP calls them.
    package static let http = SignalWords(asked: "requests", failed: "5xx")

    /// The words for what is counted; only requests of HTTP fail by an answer of class 5.
    package init(asked: String, isHTTP: Bool = false) {
        self.init(asked: asked, failed: isHTTP ? Self.http.failed : "fail")
    }

    private init(asked: String, failed: String) {
        self.asked = asked
        self.failed = failed
    }

    /// One of what is counted.
    package var one: String {
        switch asked {
        case "queries": "query"
        default: asked.hasSuffix("s") ? String(asked.dropLast()) : asked
        }
    }

    /// The short name of a signal on the screen.
    package func label(of signal: Signal) -> String { signal == .errorShare ? failed : signal.label }
}
