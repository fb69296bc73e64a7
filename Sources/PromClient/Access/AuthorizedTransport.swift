/// Adds credentials and headers to the requests to one origin, and to no other.
package struct AuthorizedTransport: HTTPTransport {
    private let inner: any HTTPTransport
    private let access: HTTPAccess
    private let origin: String

    /// A transport that speaks to `origin` with `access`.
    package init(_ inner: any HTTPTransport, access: HTTPAccess, origin: String) {
        self.inner = inner
        self.access = access
        self.origin = origin
    }

    /// Asks; files with secrets are read anew each time, because they rotate.
    package func ask(_ question: HTTPQuestion) async throws(TransportFailure) -> HTTPAnswer {
        guard question.url == origin || question.url.hasPrefix(origin + "/") else {
            return try await inner.ask(question)
        }
        var question = question
        do throws(AccessFailure) {
            let headers = try access.currentHeaders()
            let names = Set(headers.map { $0.name.lowercased() })
            question.headers.removeAll { names.contains($0.name.lowercased()) }
            question.headers += headers
        } catch {
            throw .other("\(error)")
        }
        return try await inner.ask(question)
    }
}
