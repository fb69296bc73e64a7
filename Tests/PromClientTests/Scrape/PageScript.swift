import GoldenSignals
import PromClient
import PromModel
import Synchronization
import Testing

/// A clock that a test moves.
final class TestClock: Sendable {
    private let state: Mutex<Timestamp>
    init(_ start: Timestamp = Timestamp(seconds: 1_000_000)) { state = Mutex(start) }
    var now: Timestamp { state.withLock { $0 } }
    func advance(_ duration: Duration) { state.withLock { $0 = $0 + duration } }
}

/// Pages that a test tells, polled by a clock that it moves.
struct PageScript: Sendable {
    let clock: TestClock
    let source: DirectSource
    let interval: Duration

    /// A source of pages; `page` is given the URL and the moment that it is asked at.
    init(
        _ urls: [String] = ["h:1"],
        window: Duration = .seconds(15),
        interval: Duration = .seconds(1),
        start: Timestamp = Timestamp(seconds: 1_000_000),
        service: String? = nil,
        answer: @escaping @Sendable (String, Timestamp) -> HTTPAnswer
    ) throws {
        let clock = TestClock(start)
        let transport = ScriptedTransport { (question) throws(TransportFailure) in answer(question.url, clock.now) }
        self.clock = clock
        self.interval = interval
        source = DirectSource(
            targets: try urls.map { try #require(ScrapeTarget($0)) },
            scraper: Scraper(transport: transport, timeout: .seconds(1), version: "test"),
            profiles: MetricProfile.builtin.profiles,
            wanted: nil,
            service: service,
            window: window,
            interval: interval,
            now: { clock.now }
        )
    }

    /// The next poll, and the time until the one after it.
    func poll(isFirst: Bool = false) async throws -> SourceUpdate {
        let update = try #require(await source.pollOnce())
        clock.advance(DirectSource.wait(after: clock.now, interval: interval, isFirst: isFirst))
        return update
    }

    static func text(_ text: String, type: String? = "text/plain; version=0.0.4") -> HTTPAnswer {
        HTTPAnswer(status: 200, contentType: type, body: Array(text.utf8))
    }

    /// A page of one counter of requests.
    static func counter(_ requests: Int, stamp: Timestamp? = nil) -> HTTPAnswer {
        let stamp = stamp.map { " \($0.milliseconds)" } ?? ""
        return text(
            """
            # TYPE http_requests_total counter
            http_requests_total{method="GET",route="/r",status="200"} \(requests)\(stamp)

            """
        )
    }
}
