package import PromModel

/// Has a server tell of the past as if it was now: a query that names no moment is asked about one of the past.
///
/// What is asked without a moment and is no query (targets, rules, metadata) is told as it is now.
package struct PastTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let now: @Sendable () -> Timestamp

    /// A server's transport, and the moment that is to be now.
    package init(_ transport: any HTTPTransport, now: @escaping @Sendable () -> Timestamp) {
        self.transport = transport
        self.now = now
    }

    /// Asks the server.
    package func ask(_ question: HTTPQuestion) async throws(TransportFailure) -> HTTPAnswer {
        try await transport.ask(Self.moved(question, to: now()))
    }

    /// The same question, about a moment where it names none.
    package static func moved(_ question: HTTPQuestion, to moment: Timestamp) -> HTTPQuestion {
        let parts = question.url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts[0].hasSuffix("/api/v1/query") else { return question }
        let inURL = parts.count > 1 ? String(parts[1]) : ""
        let form = question.body.isEmpty ? inURL : String(decoding: question.body, as: UTF8.self)
        guard !form.split(separator: "&").contains(where: { $0.hasPrefix("time=") }) else { return question }
        let time = "time=\(FormEncoding.seconds(moment.milliseconds))"
        var moved = question
        if question.body.isEmpty {
            moved.url += parts.count > 1 ? "&\(time)" : "?\(time)"
        } else {
            moved.body += Array("&\(time)".utf8)
        }
        return moved
    }
}
