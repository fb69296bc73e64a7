import GoldenSignals
import PromClient
import PromModel
import Testing

@Suite("Prometheus source: what was before, and all services")
struct PrometheusSourceExplainTests {
    private static let one: [(name: String, rate: Int, failing: Double)] = [("shop", 20, 0.25)]
    private static let onset = FakePrometheus.start - .seconds(120)

    private static let refused = HTTPAnswer(
        status: 422,
        contentType: "application/json",
        body: Array(#"{"status":"error","errorType":"execution","error":"too many series"}"#.utf8)
    )

    /// How many questions about what was before an onset were asked since the last look.
    private static func asked(_ fake: FakePrometheus) -> Int {
        fake.takeRequests().count { $0.endpoint == "query" && $0.expression.contains("topk(100,") }
    }

    @Test("What was before an onset is asked for once, and not where nobody saw it begin")
    func once() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        let source = try fake.source()
        await source.noteOnset(Self.onset, isObserved: false)
        let blind = await source.pollOnce()
        #expect(Self.asked(fake) == 0)
        #expect(blind.snapshot.breakdown?.since == nil && blind.snapshot.breakdown?.top?.share == 1)
        await source.noteOnset(Self.onset, isObserved: true)
        for _ in 0..<3 {
            fake.advance(.seconds(15))
            #expect(await source.pollOnce().snapshot.breakdown?.since == Self.onset)
        }
        #expect(Self.asked(fake) == 1)
    }

    @Test("Where it is refused the numbers come all the same, and it is not asked for at each poll")
    func refusal() async throws {
        let fake = await FakePrometheus.serving(Self.one)
        fake.override { (request) throws(TransportFailure) in
            request.expression.contains("topk(100,") ? Self.refused : nil
        }
        let source = try fake.source()
        await source.noteOnset(Self.onset, isObserved: true)
        for _ in 0..<3 {
            let update = await source.pollOnce()
            #expect(update.failure == nil && update.snapshot.breakdown?.since == nil)
            fake.advance(.seconds(15))
        }
        #expect(Self.asked(fake) == 1)
    }

    @Test("Numbers of all services are of one poll: half an answer changes none of them, nor their age")
    func halfAnswered() async throws {
        let fake = await FakePrometheus.serving([("a", 20, 0), ("b", 30, 0)])
        let source = try fake.source()
        let before = try #require(await source.pollOnce().report)
        fake.override { (request) throws(TransportFailure) in
            request.expression.contains("p99Latency:") ? Self.refused : nil
        }
        fake.advance(.seconds(15))
        let after = try #require(await source.pollOnce().report)
        #expect(before.servicesAt != nil && after.servicesAt == before.servicesAt)
        let other = try #require(after.services.first { $0.service.name != after.service })
        #expect(other.p99 != nil && other.requestRate != nil)
    }
}
