extension TransportFailure: CustomStringConvertible {
    /// What happened, in words for a person.
    package var description: String {
        switch self {
        case .badURL(let text): "'\(text)' is not a URL: write http://HOST:PORT/PATH"
        case .refused: "connection refused"
        case .refusedAtUsual(let port): "connection refused at port \(port), since none was given"
        case .timedOut(let limit): "no answer within \(Self.text(limit))"
        case .stalled(let limit): "the answer began, and was not complete within \(Self.text(limit))"
        case .unknownHost: "the host's name has no address"
        case .tls(let reason): "TLS failed: \(reason)"
        case .closedEarly: "the connection was closed before the answer was complete"
        case .notHTTP: "what listens there does not speak HTTP"
        case .tooLarge(let limit): "the answer is larger than \(Self.size(limit))"
        case .redirectsInCircle: "its redirects lead round in a circle"
        case .tooManyRedirects: "one redirect of it leads to the next, too often to follow"
        case .proxied(let proxy, let failure): "through the proxy \(proxy): \(failure)"
        case .cancelled: "nobody waits for the answer any more"
        case .other(let reason): reason
        }
    }

    private static func text(_ duration: Duration) -> String {
        let milliseconds = Int((duration / .milliseconds(1)).rounded())
        return milliseconds.isMultiple(of: 1000) ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
    }

    private static func size(_ bytes: Int) -> String {
        bytes.isMultiple(of: 1 << 20) ? "\(bytes >> 20) MiB" : "\(bytes) bytes"
    }
}
