/// The words of scrapes that failed.
package enum ScrapeErrorText {
    /// The useful end of a reason: `connection refused` of `Get "http://a:80/metrics": dial tcp 10.0.0.1:80: connect:
    /// connection refused`.
    ///
    /// Prometheus and VictoriaMetrics name the page and each layer of the network before it; the screen has the target
    /// already.
    package static func essence(_ text: String) -> String {
        var rest = text[...]
        // What was asked, in quotes; a reason of its own may follow it in parentheses.
        while let start = rest.firstRange(of: "\"http"), let end = rest[start.upperBound...].firstRange(of: "\": ") {
            rest = rest[end.upperBound...]
        }
        let layers = ["dial tcp", "dial tcp4", "dial tcp6", "read tcp", "read tcp4", "write tcp", "proxyconnect tcp"]
        while let end = rest.firstRange(of: ": ") {
            let head = rest[..<end.lowerBound]
            let isLayer =
                ["connect", "read", "write", "dial"].contains(head)
                || layers.contains { head == $0 || head.hasPrefix("\($0) ") }
            guard isLayer else { break }
            rest = rest[end.upperBound...]
        }
        return String(rest)
    }
}
