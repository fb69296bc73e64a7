package import GoldenSignals

extension APIFailure {
    /// Why the source as a whole tells nothing: a server that answered is told by its answer, and is not down.
    package var reason: FailureReason {
        let text = description
        switch self {
        case .badQuery: return .answered("400: \(text)")
        case .execution: return .answered("422: \(text)")
        case .queryTimedOut, .canceled: return .answered("with an error: \(text)")
        case .internalError: return .answered("500: \(text)")
        case .notFound, .notReady, .overloaded, .unauthorized, .forbidden: return .answered(text)
        case .redirect: return .answered("with a redirect: \(text)")
        case .html(let status, _), .notJSON(let status, _, _), .unexpected(let status, _):
            return .answered(Self.beginning(with: status, text))
        case .malformed: return .answered("what cannot be read: \(text)")
        case .tooManySeries: return .answered("too much: \(text)")
        case .transport(let failure): return failure.reason
        }
    }

    /// Words that begin with the status, whether or not they began with it before.
    private static func beginning(with status: Int, _ text: String) -> String {
        let told = "status \(status)"
        if text.hasPrefix(told) { return "\(status)\(text.dropFirst(told.count))" }
        return status == 200 ? "with \(text)" : "\(status): \(text)"
    }

    /// The same failure, with what was asked before the server's words where these are about the question.
    package func asking(for what: String) -> APIFailure {
        func named(_ detail: String) -> String { detail.isEmpty ? "asked for \(what)" : "asked for \(what): \(detail)" }
        return switch self {
        case .badQuery(let detail): .badQuery(named(detail))
        case .execution(let detail): .execution(named(detail))
        case .queryTimedOut(let detail): .queryTimedOut(named(detail))
        case .internalError(let detail): .internalError(named(detail))
        default: self
        }
    }
}

extension TransportFailure {
    /// Why the source tells nothing, as far as the way to it knows.
    var reason: FailureReason {
        let text = description
        switch self {
        case .refused, .refusedAtUsual, .timedOut, .closedEarly, .cancelled, .other: return FailureReason(text)
        case .badURL, .unknownHost, .tls, .proxied: return .notAsked(text)
        case .stalled: return .answered("too slowly: \(text)")
        case .tooLarge: return .answered("too much: \(text)")
        case .notHTTP: return .answered("something else: \(text)")
        case .redirectsInCircle, .tooManyRedirects: return .answered("with redirects: \(text)")
        }
    }
}
