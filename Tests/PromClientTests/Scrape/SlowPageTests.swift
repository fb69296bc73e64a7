import GoldenSignals
import PromClient
import PromModel
import Synchronization
import Testing

@Suite("Slow pages")
struct SlowPageTests {
    /// Answers for one host at once, for another when it is let to.
    private final class Held: HTTPTransport {
        private let release: AsyncStream<Void>
        init(until release: AsyncStream<Void>) { self.release = release }

        func ask(_ question: HTTPQuestion) async throws(TransportFailure) -> HTTPAnswer {
            if question.url.contains("slow") {
                for await _ in release { break }
                if Task.isCancelled { throw .cancelled }
            }
            return PageScript.counter(100)
        }
    }

    private func source(_ urls: [String], _ transport: any HTTPTransport, _ clock: TestClock) throws -> DirectSource {
        DirectSource(
            targets: try urls.map { try #require(ScrapeTarget($0)) },
            scraper: Scraper(transport: transport, timeout: .seconds(10), version: "test"),
            profiles: MetricProfile.builtin.profiles,
            wanted: nil,
            window: .seconds(15),
            interval: .seconds(1),
            now: { clock.now }
        )
    }

    @Test("One that takes longer holds up no other, and counts when it comes")
    func holdsUpNobody() async throws {
        let (release, gate) = AsyncStream<Void>.makeStream()
        let clock = TestClock()
        let source = try source(["fast:1", "slow:1"], Held(until: release), clock)
        for _ in 0..<3 {
            let update = try #require(await source.pollOnce())
            #expect(update.targets.map(\.instance) == ["fast:1"] && update.failure == nil)
            clock.advance(.seconds(1))
        }
        let warnings = try #require(await source.pollOnce()).report?.warnings ?? []
        #expect(warnings.contains { $0.contains("slow:1 has not answered for 3 s") }, "\(warnings)")
        gate.yield()
        var instances: [String] = []
        for _ in 0..<5 where instances.count < 2 {
            clock.advance(.seconds(1))
            instances = try #require(await source.pollOnce()).targets.map(\.instance)
        }
        #expect(instances == ["fast:1", "slow:1"])
        gate.finish()
    }

    @Test("While nothing has answered there is nothing to tell, and no failure")
    func nothingYet() async throws {
        let (release, gate) = AsyncStream<Void>.makeStream()
        let source = try source(["slow:1"], Held(until: release), TestClock())
        let update = await source.pollOnce()
        #expect(update == nil)
        gate.finish()
    }

    @Test("A page that takes three seconds a poll has its rates over four of its samples, right and not stale")
    func slower() async throws {
        // The clock stands while a page is asked for: what comes every third second stands for one that takes so long.
        let script = try PageScript(window: .seconds(5), interval: .seconds(1)) { _, moment in
            let seconds = Int(moment.seconds) / 3 * 3
            return PageScript.counter(seconds * 50, stamp: Timestamp(seconds: Double(seconds)))
        }
        var last: SourceUpdate?
        for _ in 0..<30 { last = try await script.poll() }
        let update = try #require(last)
        #expect(update.snapshot.window > .seconds(11))
        #expect(abs((update.snapshot[.requestRate].value ?? 0) - 50) < 1.5)
    }
}
