/// Why the API gave no answer that can be used; every cause that asks for another remedy is a case of its own.
package enum APIFailure: Error, Sendable, Equatable {
    /// The parameters or the expression cannot be read.
    case badQuery(String)
    /// The expression can be read but not evaluated.
    case execution(String)
    /// The evaluation took longer than the server allows.
    case queryTimedOut(String)
    /// The server gave the evaluation up.
    case canceled
    /// The server failed.
    case internalError(String)
    /// Nothing is at this path.
    case notFound(path: String)
    /// The server is starting, or stopping.
    case notReady
    /// The server or a proxy sheds load.
    case overloaded(status: Int, retryAfter: Duration?)
    /// Credentials are missing or wrong; with the scheme the server asks for.
    case unauthorized(detail: String, challenge: String?)
    /// The credentials are known and do not suffice.
    case forbidden(String)
    /// The answer is not JSON.
    case notJSON(status: Int, contentType: String?, excerpt: String)
    /// The answer is a page for a browser.
    case html(status: Int, title: String?)
    /// The answer points elsewhere: to another origin, of which only that is kept, for the rest may hold a secret, or to
    /// a path of the same where redirects are not to be followed.
    case redirect(status: Int, goal: String?, isWithinOrigin: Bool)
    /// The answer is JSON, but not what the API answers.
    case malformed(String)
    /// The result has more series than are read.
    case tooManySeries(limit: Int)
    /// No answer came.
    case transport(TransportFailure)
    /// Any other status.
    case unexpected(status: Int, detail: String)

    /// How long the server asks to be left alone.
    package var retryAfter: Duration? {
        if case .overloaded(_, let duration) = self { duration } else { nil }
    }

    /// Whether the server had no work with the question.
    package var costsNothing: Bool {
        switch self {
        case .notReady, .transport(.refused), .transport(.refusedAtUsual), .transport(.unknownHost), .redirect: true
        default: false
        }
    }

    /// Whether this one expression is at fault while the server is fine.
    package var isAboutTheQuery: Bool {
        switch self {
        case .badQuery, .execution, .tooManySeries: true
        default: false
        }
    }
}
