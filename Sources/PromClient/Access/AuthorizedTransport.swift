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
        var secrets: [String] = []
        do throws(AccessFailure) {
            let headers = try access.currentHeaders()
            secrets = headers.flatMap { [$0.value] + $0.value.split(separator: " ").dropFirst().map(String.init) }
            let names = Set(headers.map { $0.name.lowercased() })
            question.headers.removeAll { names.contains($0.name.lowercased()) }
            question.headers += headers
        } catch {
            throw .other("\(error)")
        }
        let answer = try await inner.ask(question)
        return answer.status < 300 ? answer : Self.redacted(answer, secrets)
    }

    /// Some proxies tell what they did not like: a token must not come back onto the screen that way.
    private static func redacted(_ answer: HTTPAnswer, _ secrets: [String]) -> HTTPAnswer {
        let body = String(decoding: answer.body, as: UTF8.self)
        let found = secrets.filter { $0.utf8.count >= 4 && body.contains($0) }
        guard !found.isEmpty else { return answer }
        let clean = found.sorted { $0.count > $1.count }.reduce(body) { $0.replacing($1, with: "<secret>") }
        return HTTPAnswer(
            status: answer.status,
            contentType: answer.contentType,
            body: Array(clean.utf8),
            headers: answer.headers
        )
    }
}
