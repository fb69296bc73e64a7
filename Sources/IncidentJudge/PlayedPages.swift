package import PromClient

/// Answers for the pages of a played world.
package struct PlayedPages: HTTPTransport {
    private let world: PlayedWorld

    /// The pages of a world; each is at `http://INSTANCE/metrics`.
    package init(_ world: PlayedWorld) { self.world = world }

    /// A page, or nobody there.
    package func ask(_ question: HTTPQuestion) async throws(TransportFailure) -> HTTPAnswer {
        let authority =
            question.url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
            .dropFirst().first ?? ""
        guard let page = world.page(of: String(authority)) else { throw .refused }
        return HTTPAnswer(status: 200, contentType: "text/plain; version=0.0.4", body: Array(page.utf8))
    }
}
