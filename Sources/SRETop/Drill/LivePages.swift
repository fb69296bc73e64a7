import IncidentJudge
import PromClient

/// The pages of a played world in the world's own time.
struct LivePages: HTTPTransport {
    let world: PlayedWorld

    func ask(_ question: HTTPQuestion) async throws(TransportFailure) -> HTTPAnswer {
        world.advance(to: WallClock.now())
        return try await PlayedPages(world).ask(question)
    }
}
