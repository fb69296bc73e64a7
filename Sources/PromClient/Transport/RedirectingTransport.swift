/// Follows redirects within the origin that was asked, and no others: an answer that points elsewhere is handed on.
///
/// Method and body stay what they were, 303 apart, which asks for a GET: a form that became a GET would have lost its
/// fields.
package struct RedirectingTransport: HTTPTransport {
    /// At most so many redirects are followed for one question.
    package static let mostRedirects = 10
    private static let statuses: Set<Int> = [301, 302, 303, 307, 308]
    private let inner: any HTTPTransport

    /// A transport that asks by another, which must not follow redirects itself.
    package init(_ inner: any HTTPTransport) {
        self.inner = inner
    }

    /// Asks, and asks on where the answer says so; all within the time of the one question.
    package func ask(_ question: HTTPQuestion) async throws(TransportFailure) -> HTTPAnswer {
        var question = question
        let deadline = ContinuousClock.now + question.timeout
        let given = question.timeout
        var seen: Set<String> = [question.url]
        while true {
            let answer = try await inner.ask(question)
            guard Self.statuses.contains(answer.status), let next = Self.goal(of: answer, asked: question.url)
            else { return answer }
            if answer.status == 303, question.method != "GET" {
                question.method = "GET"
                question.body = []
                question.headers.removeAll { $0.name.lowercased() == "content-type" }
            } else if seen.contains(next) {
                throw .redirectsInCircle
            }
            guard seen.count <= Self.mostRedirects else { throw .tooManyRedirects }
            seen.insert(next)
            question.url = next
            question.timeout = deadline - .now
            guard question.timeout > .zero else { throw .timedOut(given) }
        }
    }

    /// Where an answer leads; nil where that is another origin, or nowhere.
    ///
    /// The origin stays as it was written: credentials go by it.
    private static func goal(of answer: HTTPAnswer, asked: String) -> String? {
        guard let location = answer.header("Location"), !location.isEmpty, let base = HTTPURL(asked),
            let goal = base.resolving(location), goal.isWithinOrigin(of: base),
            let separator = asked.firstRange(of: "://")
        else { return nil }
        let authority = asked[separator.upperBound...].prefix { !"/?#".contains($0) }
        return asked[..<authority.endIndex] + (goal.target.hasPrefix("/") ? "" : "/") + goal.target
    }
}
