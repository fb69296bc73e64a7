import GoldenSignals
import PromModel
import PromQL
import Testing

/// Scrapes of text pages, one a second, evaluated by the real engine.
@Suite("Signal poller")
struct SignalPollerTests {
    private static let target: Labels = ["job": "sretop", "instance": "a:1"]

    private func page(
        good: Int,
        bad: Int,
        buckets: [(le: String, count: Int)]? = nil,
        start: Double = 100,
        extra: String = ""
    ) -> String {
        let total = good + bad
        let bounds = buckets ?? [("0.1", total), ("1", total), ("+Inf", total)]
        let lines = bounds.map {
            "http_request_duration_seconds_bucket{route=\"/risky\",status=\"200\",method=\"GET\",le=\"\($0.le)\"} \($0.count)"
        }
        return """
            # TYPE http_requests_total counter
            http_requests_total{method="GET",route="/risky",status="200"} \(good)
            http_requests_total{method="GET",route="/risky",status="500"} \(bad)
            # TYPE http_request_duration_seconds histogram
            \(lines.joined(separator: "\n"))
            http_request_duration_seconds_sum{route="/risky",status="200",method="GET"} \(Double(total) * 0.05)
            http_request_duration_seconds_count{route="/risky",status="200",method="GET"} \(total)
            # TYPE process_start_time_seconds gauge
            process_start_time_seconds \(start)
            # TYPE process_open_fds gauge
            process_open_fds 50
            # TYPE process_max_fds gauge
            process_max_fds 100
            \(extra)

            """
    }

    /// Scrapes the pages at seconds 1, 2, 3, …; nil is a failed scrape.
    ///
    /// Polls at the last.
    private func poll(_ pages: [String?]) async throws -> SignalSnapshot {
        let engine = EmbeddedQueryEngine(retention: .seconds(600))
        for (index, page) in pages.enumerated() {
            let outcome: Scrape.Outcome =
                page.map { .success(ExpositionParser.parse(Array($0.utf8), format: .text)) } ?? .failure(reason: "gone")
            await engine.ingest(
                Scrape(
                    target: Self.target,
                    start: Timestamp(seconds: Double(index + 1)),
                    duration: .milliseconds(2),
                    outcome: outcome
                )
            )
        }
        let poller = SignalPoller(
            engine: engine,
            catalog: SignalCatalog(profile: .unstableAPI, selector: "", window: .seconds(10)),
            window: .seconds(10)
        )
        return try await poller.poll(at: Timestamp(seconds: Double(pages.count)))
    }

    @Test("Requests that ended without an answer are requests, and failed; those that were cut within it have a status")
    func unanswered() async throws {
        let cut = { (reset: Int) in
            """
            # TYPE unstable_api_requests_cut_total counter
            unstable_api_requests_cut_total{how="reset"} \(reset)
            unstable_api_requests_cut_total{how="truncated"} \(reset * 7)
            """
        }
        let calm = try await poll((0...10).map { page(good: 70 * $0, bad: 0, extra: cut(0)) })
        #expect(calm.unanswered == 0 && calm[.errorShare].value == 0)
        let aborting = try await poll((0...10).map { page(good: 70 * $0, bad: 0, extra: cut(30 * $0)) })
        #expect(aborting.unanswered.map { abs($0 - 30) < 1e-9 } == true)
        #expect(abs((aborting[.requestRate].value ?? 0) - 100) < 1e-9)
        #expect(abs((aborting[.errorShare].value ?? 0) - 0.3) < 1e-9)
        #expect(abs((aborting[.successShare].value ?? 0) - 0.7) < 1e-9)
        #expect(abs((aborting.requestCount ?? 0) - 1000) < 1e-6)
        #expect(aborting.errorTotal == 300)
        // Nobody is answered any more.
        let dead = try await poll((0...10).map { page(good: 70, bad: 0, extra: cut(30 * $0)) })
        #expect(dead[.errorShare].value == 1)
        // Pages that do not tell.
        #expect(try await poll((0...10).map { page(good: 70 * $0, bad: 0) }).unanswered == nil)
    }

    @Test("Rates, shares and latencies are those of the window")
    func numbers() async throws {
        let snapshot = try await poll((0...10).map { page(good: 80 * $0, bad: 20 * $0) })
        #expect(abs((snapshot[.requestRate].value ?? 0) - 100) < 1e-9)
        #expect(abs((snapshot[.successShare].value ?? 0) - 0.8) < 1e-12)
        #expect(abs((snapshot[.errorShare].value ?? 0) - 0.2) < 1e-12)
        #expect(abs((snapshot[.averageLatency].value ?? 0) - 0.05) < 1e-12)
        #expect(abs((snapshot[.p95Latency].value ?? 0) - 0.095) < 1e-9)
        #expect(snapshot[.p95Latency].clippedAt == nil)
        #expect(abs((snapshot.errorsPerSecond ?? 0) - 20) < 1e-9)
        #expect(snapshot.errorTotal == 200)
        #expect(abs((snapshot.requestCount ?? 0) - 1000) < 1e-6)
        #expect(snapshot[.saturation].value == 0.5)
        #expect(snapshot[.saturation].detail == "fds")
        #expect((snapshot.targetsUp, snapshot.targetsTotal) == (1, 1))
    }

    @Test("No request in the window is idle, never 0 % or 100 %")
    func idle() async throws {
        let snapshot = try await poll((0...10).map { _ in page(good: 80, bad: 20) })
        for signal in [Signal.requestRate, .successShare, .errorShare, .averageLatency, .p95Latency, .p99Latency] {
            #expect(snapshot[signal].state == .idle, "\(signal)")
        }
    }

    @Test("Requests without a failure are 100 %, with no errors yet; an old failure is not \"yet\"")
    func noErrorsYet() async throws {
        let none = try await poll((0...10).map { page(good: 80 * $0, bad: 0) })
        #expect(none[.successShare].state == .value(1))
        #expect(none[.errorShare].state == .value(0))
        #expect(none[.errorShare].noErrorsYet)
        let earlier = try await poll((0...10).map { page(good: 80 * $0, bad: 3) })
        #expect(earlier[.errorShare].state == .value(0))
        #expect(!earlier[.errorShare].noErrorsYet)
    }

    @Test("An absent metric is no data, also while the target answers")
    func noData() async throws {
        let snapshot = try await poll((0...5).map { _ in "# TYPE up_time gauge\nup_time 3\n" })
        for signal in Signal.allCases { #expect(snapshot[signal].state == .noData, "\(signal)") }
        #expect(snapshot.targetsUp == 1)
    }

    @Test("One sample is no rate yet, and says so; a counter that is no number is no data")
    func warmingUp() async throws {
        let first = try await poll([page(good: 5, bad: 1)])
        #expect(first[.requestRate].state == .noData && first.isWarmingUp)
        let nan = "# TYPE http_requests_total counter\nhttp_requests_total{status=\"200\"} NaN\n"
        let broken = try await poll((0...5).map { _ in nan })
        #expect(broken[.requestRate].state == .noData)
    }

    @Test("A quantile beyond the last finite bound is marked with that bound; one below it is not")
    func clipped() async throws {
        let pages = (0...10).map { step in
            page(good: 100 * step, bad: 0, buckets: [("0.1", 50 * step), ("1", 97 * step), ("+Inf", 100 * step)])
        }
        let snapshot = try await poll(pages)
        #expect(snapshot[.p99Latency].clippedAt == 1)
        #expect(snapshot[.p99Latency].value == 1)
        #expect(snapshot[.p95Latency].clippedAt == nil)
    }

    @Test("Buckets whose bounds change make no quantile as long as the window holds both; all else is told")
    func changedBounds() async throws {
        // 90 % take 0.7 s, the others 2.6 s; the bounds are others from the sixth page on.
        func pages(_ count: Int) -> [String] {
            (0..<count).map { step in
                let (fast, all) = (90 * step, 100 * step)
                let old = [("0.5", 0), ("1", fast), ("2", fast), ("3", all), ("+Inf", all)]
                let new = [("0.5", 0), ("1.5", fast), ("2.5", fast), ("4", all), ("+Inf", all)]
                return page(good: all, bad: 0, buckets: step < 6 ? old : new)
            }
        }
        let before = try await poll(pages(6))
        #expect(abs((before[.p95Latency].value ?? 0) - 2.5) < 1e-9)
        for count in 7...15 {
            let during = try await poll(pages(count))
            #expect(during[.p95Latency].state == .noData && during[.p99Latency].state == .noData, "\(count)")
            #expect(during[.p95Latency].blank == BoundSamples.reason && during.spread == nil, "\(count)")
            // The window is of ten seconds; before that many there is less to divide.
            let expected = Double(min(10, count - 1)) * 10
            #expect(abs((during[.requestRate].value ?? 0) - expected) < 1e-9, "\(count)")
        }
        let after = try await poll(pages(17))
        #expect(abs((after[.p95Latency].value ?? 0) - 3.25) < 1e-9)
    }

    @Test("The first failure counts, although its series is born with it")
    func firstError() async throws {
        func grown(_ step: Int) -> String {
            let whole = page(good: 100 * step, bad: step < 6 ? 0 : 1)
            return step < 6
                ? whole.replacing("http_requests_total{method=\"GET\",route=\"/risky\",status=\"500\"} 0\n", with: "")
                : whole
        }
        let snapshot = try await poll((0...10).map(grown))
        #expect((snapshot.errorsPerSecond ?? 0) > 0.09)
        #expect(snapshot[.successShare].value.map { $0 < 1 } == true)
    }

    @Test("A restart is spliced: no spike, no negative rate")
    func restart() async throws {
        let pages = (0...10).map { step in
            step < 6
                ? page(good: 1000 + 80 * step, bad: 20 * step)
                : page(good: 80 * (step - 6), bad: 20 * (step - 6), start: 200)
        }
        let snapshot = try await poll(pages)
        let rate = try #require(snapshot[.requestRate].value)
        #expect(rate > 70 && rate <= 101)
        #expect(snapshot.processStarts == ["a:1": 200])
    }

    @Test("Faults that are on are named with their share")
    func faults() async throws {
        let extra = """
            # TYPE unstable_api_fault_active gauge
            unstable_api_fault_active{fault="errors",route="/risky"} 1
            unstable_api_fault_active{fault="errors",route="/"} 0
            # TYPE unstable_api_fault_share gauge
            unstable_api_fault_share{fault="errors",route="/risky"} 0.2
            """
        let snapshot = try await poll((0...3).map { page(good: $0, bad: 0, extra: extra) })
        #expect(snapshot.faults == [SignalSnapshot.ActiveFault(name: "errors", route: "/risky", share: 0.2)])
    }

    @Test("A dead target is down, and its window still speaks for the time before")
    func down() async throws {
        let snapshot = try await poll((0...8).map { page(good: 80 * $0, bad: 0) } + [nil, nil])
        #expect((snapshot.targetsUp, snapshot.targetsTotal) == (0, 1))
        #expect(snapshot[.requestRate].value != nil)
    }
}
