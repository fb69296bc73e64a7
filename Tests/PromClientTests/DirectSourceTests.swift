import GoldenSignals
import PromClient
import PromModel
import PromQL
import Synchronization
import Testing

/// What a source does with the pages that it scrapes itself.
@Suite("Direct source")
struct DirectSourceTests {
    private static func page(_ requests: Int, routes: Int = 1) -> String {
        var text = "# TYPE http_requests_total counter\nprocess_start_time_seconds 5\n"
        for route in 0..<routes {
            text += "http_requests_total{method=\"GET\",route=\"/r\(route)\",status=\"200\"} \(requests)\n"
        }
        return text
    }

    /// Polls a page each second; `page` is given the poll's number, `note` what it told.
    private static func updates(
        _ count: Int,
        options: ScrapeOptions = ScrapeOptions(),
        objectives: WantedObjectives = WantedObjectives(),
        page: @escaping @Sendable (Int) -> String,
        note: (Int, DirectSource, SourceUpdate) async -> Void = { _, _, _ in }
    ) async throws -> [SourceUpdate] {
        let clock = TestClock()
        let polls = Mutex(0)
        let transport = ScriptedTransport { (_) throws(TransportFailure) in
            let number = polls.withLock { polls in
                polls += 1
                return polls - 1
            }
            return HTTPAnswer(status: 200, contentType: "text/plain", body: Array(page(number).utf8))
        }
        let source = DirectSource(
            targets: [try #require(ScrapeTarget("h:1"))],
            scraper: Scraper(transport: transport, timeout: .seconds(1), version: "test", limits: options.limits),
            profiles: MetricProfile.builtin.profiles,
            wanted: nil,
            window: .seconds(15),
            interval: .seconds(1),
            objectives: objectives,
            options: options,
            now: { clock.now }
        )
        var updates: [SourceUpdate] = []
        for poll in 0..<count {
            let update = try #require(await source.pollOnce())
            updates.append(update)
            await note(poll, source, update)
            clock.advance(.seconds(1))
        }
        return updates
    }

    @Test("An objective is told as far as the samples reach, with how full its windows are")
    func objectives() async throws {
        let demo = ServiceLevelObjective(
            name: "availability",
            objective: 0.99,
            indicator: .availability,
            period: .seconds(21_600),
            windows: BurnRateWindow.demo
        )
        let updates = try await Self.updates(76, objectives: WantedObjectives(worded: [demo])) { poll in
            Self.page(poll * 8) + "http_requests_total{method=\"GET\",route=\"/r0\",status=\"500\"} \(poll * 2)\n"
        }
        let report = try #require(updates.last?.report?.objectives.first)
        let pair = try #require(report.status.pairs.first)
        #expect(report.status.state == .page && abs((report.status.burnRate ?? 0) - 20) < 0.5)
        #expect(pair.fullness.map { abs($0 - 0.25) < 0.01 } == true)
        #expect(report.status.periodFullness.map { $0 > 0 && $0 < 0.01 } == true)
        #expect(try await Self.updates(3) { Self.page($0) }.last?.report?.objectives.isEmpty == true)
    }

    @Test("A breach that is over is told by its increments once, as far as they are kept")
    func ended() async throws {
        let limit = try #require(Limit.defaults.first { $0.signal == .errorShare })
        let updates = try await Self.updates(
            40,
            page: { poll in
                let failed = min(max(0, poll - 10), 14) * 4
                return Self.page(poll * 10 - failed)
                    + "http_requests_total{method=\"GET\",route=\"/r0\",status=\"500\"} \(failed)\n"
            },
            note: { poll, source, update in
                guard poll >= 35 else { return }
                let now = update.snapshot.at
                // What has another date by now is the same.
                let breach = EndedBreach(
                    found: now - .seconds(poll - 12),
                    until: now - .seconds(8),
                    step: .zero,
                    after: nil,
                    of: limit
                )
                await source.noteEnded(breach)
            }
        )
        let told = updates.enumerated().filter { $0.element.ended != nil }
        #expect(told.map(\.offset) == [36])
        let trace = try #require(told.first?.element.ended)
        let now = try #require(updates.last?.snapshot.at)
        let bad = trace.increments.filter { $0.bad > 0.5 }.map { (now - $0.at).inSeconds }
        // From the tenth poll to the twenty-fourth, the last being the thirty-ninth.
        let first = try #require(bad.first)
        let last = try #require(bad.last)
        #expect((27...30).contains(first) && (13...16).contains(last), "\(bad)")
        #expect(trace.increments.first.map { $0.at < trace.detected } == true)
    }

    @Test("With too little memory the window gets shorter, not the numbers wrong, and the source says so")
    func budget() async throws {
        var options = ScrapeOptions()
        // Some six samples of a thousand series beside their labels.
        options.memoryBudget = 550_000
        let updates = try await Self.updates(60, options: options) { Self.page($0 * 3, routes: 1000) }
        let last = try #require(updates.last)
        let warning = try #require(last.report?.warnings.first)
        #expect(warning.contains("memory budget") && warning.contains("samples reach back"), "\(warning)")
        #expect(last.snapshot.window < .seconds(15), "\(last.snapshot.window)")
        let rate = try #require(last.snapshot[.requestRate].value)
        #expect(abs(rate - 3000) < 1e-6, "\(rate) over \(last.snapshot.window)")
        let plenty = try await Self.updates(60) { Self.page($0 * 3, routes: 10) }
        #expect(plenty.last?.report?.warnings.isEmpty == true && plenty.last?.snapshot.window == .seconds(15))
    }

    @Test(
        "A new counter counts from a zero, unless that is not wanted; the panel tells which",
        arguments: [true, false]
    )
    func zeros(isWanted: Bool) async throws {
        var options = ScrapeOptions()
        options.countsFromZero = isWanted
        let updates = try await Self.updates(4, options: options) { Self.page(6, routes: $0 < 3 ? 1 : 2) }
        let last = try #require(updates.last)
        // One of two routes is as before; the other came with six requests within the last second.
        let rate = last.snapshot[.requestRate]
        #expect(isWanted ? rate.value ?? 0 > 1 : rate.state == .idle, "\(rate)")
        let line = last.report?.explanation.first { $0.hasPrefix("counters") }
        #expect(line?.contains(isWanted ? "put in at the scrape before; 1 such zeros are kept" : "as scraped") == true)
    }

    @Test("After a malformed page the last numbers stand, and the failure has the place")
    func malformed() async throws {
        let updates = try await Self.updates(4) { number in
            number < 3 ? Self.page(number) : Self.page(3) + "bad! x\n"
        }
        #expect(updates.prefix(3).allSatisfy { $0.failure == nil })
        #expect(updates.last?.failure?.contains("line 4, column 4") == true, "\(updates.last?.failure ?? "none")")
        #expect(updates.last?.targets.first?.failure != nil)
    }

    @Test("A page beyond a limit of its source is a failure that names the limit")
    func limit() async throws {
        var options = ScrapeOptions()
        options.limits = ScrapeLimits([.samples: 3])
        let updates = try await Self.updates(2, options: options) { Self.page(1, routes: $0 * 3) }
        #expect(updates.first?.failure == nil)
        #expect(updates.last?.failure?.contains("sample_limit of 3 exceeded: it has 4 samples") == true)
    }
}
