import GoldenSignals
import PromClient
import PromModel
import Testing

/// Services that no profile describes, on pages and on a Prometheus.
@Suite("Found signals")
struct FoundSignalsTests {
    /// A service of anybody's names after some seconds: 10 requests a second, one of ten fails, and probes beside them.
    private static func page(_ second: Int) -> String {
        """
        # TYPE shop_requests counter
        shop_requests{path="/orders",outcome="success"} \(9 * second)
        shop_requests{path="/orders",outcome="failure"} \(second)
        shop_requests{path="/healthz",outcome="success"} \(50 * second)
        # TYPE shop_request_latency_ms histogram
        shop_request_latency_ms_bucket{path="/orders",le="10"} \(5 * second)
        shop_request_latency_ms_bucket{path="/orders",le="100"} \(10 * second)
        shop_request_latency_ms_bucket{path="/orders",le="+Inf"} \(10 * second)
        shop_request_latency_ms_sum{path="/orders"} \(480 * second)
        shop_request_latency_ms_count{path="/orders"} \(10 * second)

        """
    }

    private func expect(_ snapshot: SignalSnapshot, _ comment: Comment) {
        let wanted: [(Signal, Double)] = [(.requestRate, 10), (.errorShare, 0.1), (.averageLatency, 0.048)]
        for (signal, value) in wanted {
            let found = snapshot[signal].value ?? .nan
            #expect(abs(found - value) < value * 0.02, "\(comment): \(signal) \(found)")
        }
    }

    @Test("A page is shown by what is found in it")
    func pages() async throws {
        let start = Timestamp(seconds: 1_000_000)
        let script = try PageScript(start: start) { _, moment in
            PageScript.text(Self.page(100 + Int((moment - start) / .seconds(1))))
        }
        var update = try await script.poll(isFirst: true)
        for _ in 0..<4 { update = try await script.poll() }
        #expect(update.report?.profile == MetricProfile.detectedName)
        #expect(update.report?.explanation.contains { $0.hasPrefix("because      requests shop_requests") } == true)
        expect(update.snapshot, "a page")
    }

    @Test("A service that died before is known by what was found in it then, and again when it is back")
    func diedBefore() async throws {
        let fake = FakePrometheus()
        tell(fake, namesOf: [Self.page(1)])
        var target = FakeTarget("shop", isUp: false)
        await fake.scrape(target, every: 2) { $0 < 366 ? Self.page(100 + $0) : nil }
        let source = try fake.source()
        let update = await source.pollOnce()
        #expect(update.report?.profile == MetricProfile.detectedName)
        #expect(update.snapshot.outage?.since == FakePrometheus.start - .seconds(234))
        let rates = update.patch?.points.filter { $0.at < FakePrometheus.start - .seconds(240) } ?? []
        let told = rates.compactMap { $0[.requestRate] }
        #expect(!told.isEmpty && told.allSatisfy { abs($0 - 10) < 0.2 })
        target.isUp = true
        for beat in 1...30 {
            fake.advance(.seconds(2))
            await fake.scrapeOnce(target, at: fake.serverNow, page: Self.page(700 + beat * 2))
        }
        await source.askSlowly()
        let back = await source.pollOnce()
        #expect(back.report?.profile == MetricProfile.detectedName && back.snapshot.outage == nil)
        #expect(abs((back.snapshot[.errorShare].value ?? 0) - 0.1) < 0.002)
    }

    @Test("A service that nobody had seen is found as soon as it answers")
    func firstAnswer() async throws {
        let fake = FakePrometheus()
        tell(fake, namesOf: [Self.page(1)])
        let target = FakeTarget("shop", isUp: false)
        await fake.scrape(target) { _ in nil }
        let source = try fake.source()
        #expect(await source.pollOnce().report?.profile == "none")
        for beat in 1...30 {
            fake.advance(.seconds(2))
            await fake.scrapeOnce(target, at: fake.serverNow, page: Self.page(700 + beat * 2))
        }
        _ = await source.pollOnce()
        await source.askSlowly()
        #expect(await source.pollOnce().report?.profile == MetricProfile.detectedName)
    }

    @Test("A page on which nothing counts requests says what came nearest")
    func nothing() async throws {
        let script = try PageScript { _, _ in
            PageScript.text(
                "# TYPE http_client_requests_total counter\nhttp_client_requests_total{code=\"200\"} 7\nup_since 5\n"
            )
        }
        let report = try #require(try await script.poll(isFirst: true).report)
        #expect(report.noDataAdvice == "2 metrics, none that counts requests")
        #expect(
            report.explanation.contains("no           http_client_requests_total: counts what the service asks others")
        )
    }

    /// A Prometheus that tells its names as well.
    private func fake(_ pages: [String: @Sendable (Int) -> String?]) async -> FakePrometheus {
        let fake = FakePrometheus()
        for (job, page) in pages.sorted(by: { $0.key < $1.key }) {
            await fake.scrape(FakeTarget(job, "\(job):1"), page: page)
        }
        tell(fake, namesOf: pages.values.compactMap { $0(1) })
        return fake
    }

    /// Lets it tell the names on some pages.
    private func tell(_ fake: FakePrometheus, namesOf pages: [String]) {
        let names = Set(
            pages.joined(separator: "\n").split(separator: "\n")
                .filter { !$0.hasPrefix("#") }.compactMap { $0.split(whereSeparator: { "{ ".contains($0) }).first }
        )
        let list = names.sorted().map { "\"\($0)\"" }.joined(separator: ",")
        fake.override { request in
            request.endpoint == "label/__name__/values" ? HTTPAnswer.success("[\(list)]") : nil
        }
    }

    @Test("A service of a Prometheus is shown by what is found in its metrics, in few questions")
    func prometheus() async throws {
        let fake = await fake(["shop": { Self.page($0) }, "cart": FakePrometheus.goPage(5)])
        let source = try fake.source(service: "shop")
        let first = await source.pollOnce()
        let asked = fake.takeRequests()
        #expect(first.report?.profile == MetricProfile.detectedName)
        expect(first.snapshot, "a Prometheus")
        #expect(asked.count { $0.endpoint == "label/__name__/values" } == 1)
        let isSearch = { (expression: String) in
            expression.contains("__name__=~") && expression.contains("shop_request") && !expression.contains("resets(")
        }
        #expect((1...3).contains(asked.count { isSearch($0.expression) }))
        fake.advance(.seconds(120))
        _ = await source.pollOnce()
        #expect(!fake.takeRequests().contains { isSearch($0.expression) })
    }

    @Test("A histogram without the status that a profile asks for is found on a Prometheus too")
    func latencyWithoutStatus() async throws {
        let page = { @Sendable (second: Int) -> String? in
            """
            # TYPE http_requests_total counter
            http_requests_total{method="GET",route="/orders",status="200"} \(9 * second)
            http_requests_total{method="GET",route="/orders",status="500"} \(second)
            # TYPE http_request_duration_seconds histogram
            http_request_duration_seconds_bucket{method="GET",route="/orders",le="0.1"} \(10 * second)
            http_request_duration_seconds_bucket{method="GET",route="/orders",le="+Inf"} \(10 * second)
            http_request_duration_seconds_sum{method="GET",route="/orders"} \(0.48 * Double(second))
            http_request_duration_seconds_count{method="GET",route="/orders"} \(10 * second)

            """
        }
        let fake = await fake(["shop": page])
        let update = try await fake.source(service: "shop").pollOnce()
        expect(update.snapshot, "a Prometheus")
    }

    @Test("A job that is up and counts nothing is not unknown")
    func silent() async throws {
        let fake = await fake(["disk": { "disk_reads_total \($0)\n" }])
        let report = try await fake.source(service: "disk").pollOnce().report
        #expect(report?.noDataAdvice == "disk: 1 target, none of its metrics counts requests")
    }
}
