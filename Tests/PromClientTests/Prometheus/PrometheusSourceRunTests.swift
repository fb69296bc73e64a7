import GoldenSignals
import PromClient
import PromModel
import Synchronization
import Testing

@Suite("Prometheus source: while it runs", .timeLimit(.minutes(1)))
struct PrometheusSourceRunTests {
    /// The updates of a source that runs until one of them is the one waited for; every poll follows at once.
    private static func updates(
        of source: PrometheusSource,
        until isLast: @escaping @Sendable (SourceUpdate) -> Bool
    ) async -> [SourceUpdate] {
        let (stream, continuation) = AsyncStream.makeStream(of: SourceUpdate.self)
        let running = Task { await source.run { continuation.yield($0) } }
        defer { running.cancel() }
        var updates: [SourceUpdate] = []
        for await update in stream {
            updates.append(update)
            if isLast(update) { break }
            await source.hurry()
        }
        return updates
    }

    private static let rules = """
        {"groups":[{"name":"g","rules":[
        {"type":"alerting","name":"Failing","query":"rate(http_requests_total{code=~\\"5..\\"}[1m]) > 1","alerts":[
        {"labels":{"alertname":"Failing","job":"shop","severity":"page"},"annotations":{"summary":"shop fails"},
        "state":"firing","activeAt":"2026-11-20T16:30:00Z","value":"1e+00"},
        {"labels":{"alertname":"Failing","job":"other"},"annotations":{},"state":"firing","value":"1e+00"}]},
        {"type":"alerting","name":"Slow","query":"histogram_quantile(0.95, rate(http_request_duration_seconds_bucket[1m])) > 1",
        "alerts":[{"labels":{"alertname":"Slow","job":"shop"},"annotations":{"description":"slow"},"state":"pending",
        "value":"1e+00"},{"labels":{"alertname":"Slow","job":"shop"},"annotations":{},"state":"inactive","value":"0"}]},
        {"type":"alerting","name":"Watchdog","query":"vector(1)","alerts":[{"labels":{"alertname":"Watchdog"},
        "annotations":{"message":"all well"},"state":"firing","value":"1e+00"}]},
        {"type":"recording","name":"a:b","query":"sum(up)"}]}]}
        """

    @Test("Alerts are shown with their state, age, words and signal, those about the service first")
    func alerts() async throws {
        let fake = await FakePrometheus.serving([("shop", 20, 0.25)])
        fake.answerRules(Self.rules)
        let updates = await Self.updates(of: try fake.source()) { $0.report?.alerts.isEmpty == false }
        let alerts = try #require(updates.last?.report?.alerts)
        #expect(alerts.map(\.name) == ["Failing", "Slow", "Failing", "Watchdog"])
        #expect(alerts.map(\.isFiring) == [true, false, true, true])
        #expect(alerts.map(\.concernsService) == [true, true, false, false])
        #expect(alerts.map(\.signal) == [.errorShare, .p95Latency, .errorShare, nil])
        #expect(alerts.map(\.summary) == ["shop fails", "slow", "", "all well"])
        #expect(alerts.first?.since == FakePrometheus.start - .seconds(600))
        #expect(alerts.first?.labels == ["job": "shop", "severity": "page"])
    }

    @Test("An alert on any of a profile's counters of failures is about failures")
    func alertOnErrorCounter() async throws {
        let fake = FakePrometheus()
        await fake.scrape(FakeTarget("caddy")) { "caddy_http_requests_total{handler=\"subroute\"} \($0)\n" }
        fake.answerRules(
            """
            {"groups":[{"name":"g","rules":[{"type":"alerting","name":"A","query":"rate(caddy_http_request_errors_total[1m]) > 1",
            "alerts":[{"labels":{"job":"caddy"},"annotations":{},"state":"firing","value":"1"}]}]}]}
            """
        )
        let updates = await Self.updates(of: try fake.source()) { $0.report?.alerts.isEmpty == false }
        #expect(updates.last?.report?.alerts.map(\.signal) == [.errorShare])
    }

    @Test("An answer that comes after another service was picked is not shown under that one's name")
    func lateAnswer() async throws {
        let fake = await FakePrometheus.serving([("a", 5, 0.5), ("b", 50, 0)])
        let source = try fake.source()
        let first = await source.pollOnce()
        let other = try #require(first.report?.services.first { $0.service.name == "b" })
        fake.advance(.seconds(15))
        let gate = Gate()
        fake.override { (request) throws(TransportFailure) in
            if request.endpoint == "query_range" { await gate.pass() }
            return nil
        }
        async let polling = source.pollOnce()
        await gate.someoneWaits()
        await source.select(other.service, by: other.profile)
        gate.open()
        let late = await polling
        let isOfOther = late.report?.service == "b" && (late.snapshot[.requestRate].value ?? 0) < 10
        #expect(!isOfOther, "the numbers of a under the name of b")
        #expect(late.report?.service == "b" && late.patch?.isFull == true)
        let next = await source.pollOnce()
        #expect(next.report?.service == "b" && next.failure == nil)
        #expect(abs((next.snapshot[.requestRate].value ?? 0) - 50) < 1e-6)
    }

    /// Fails as a server, answers as a target.
    private static func failing(_ page: String) -> FakePrometheus.Override {
        { (request) throws(TransportFailure) in
            guard request.endpoint.hasSuffix("/metrics") else { throw .refused }
            return HTTPAnswer(status: 200, contentType: "text/plain", body: Array(page.utf8))
        }
    }

    @Test("After two failures in a row the targets are scraped directly, and it is said why")
    func standIn() async throws {
        let fake = await FakePrometheus.serving([("shop", 20, 0)])
        let source = try fake.source()
        _ = await source.pollOnce()
        fake.advance(.seconds(15))
        fake.override(Self.failing(FakePrometheus.goPage(20)(700) ?? ""))
        let updates = await Self.updates(of: source) { $0.report?.fallback != nil }
        #expect(updates.map { $0.failure == nil } == [false, false, true])
        let last = try #require(updates.last)
        #expect(last.report?.fallback?.reason == "connection refused")
        #expect(last.report?.service == "shop")
        #expect(last.patch == nil && last.targets.map(\.instance) == ["shop:1"])
    }

    @Test("While targets are scraped directly another service is not shown by the numbers of the first")
    func selectDuringStandIn() async throws {
        let fake = await FakePrometheus.serving([("a", 5, 0.5), ("b", 50, 0)])
        let source = try fake.source()
        let first = await source.pollOnce()
        let other = try #require(first.report?.services.first { $0.service.name == "b" })
        fake.override(Self.failing(FakePrometheus.goPage(20)(700) ?? ""))
        let picked = Mutex(false)
        let (stream, continuation) = AsyncStream.makeStream(of: SourceUpdate.self)
        let running = Task { await source.run { continuation.yield($0) } }
        defer { running.cancel() }
        for await update in stream {
            if picked.withLock({ $0 }), update.report?.service == "b", update.report?.fallback != nil {
                #expect(update.targets.map(\.instance) == ["b:2"])
                break
            }
            if update.report?.fallback != nil, !picked.withLock({ $0 }) {
                await source.select(other.service, by: other.profile)
                picked.withLock { $0 = true }
            }
            await source.hurry()
        }
    }

    @Test("A slow source is asked for the tail, not again and again for everything")
    func slowTails() {
        var schedule = RefreshSchedule(
            scrapeInterval: .seconds(15),
            scrapeTimeout: .seconds(10),
            atLeast: .seconds(5),
            span: .seconds(300)
        )
        var backOff = BackOff(interval: schedule.step)
        for _ in 0..<5 { backOff.succeeded(cost: .seconds(600)) }
        var now = FakePrometheus.start
        var full: [RefreshSchedule.Reason] = []
        for _ in 0..<5 {
            let plan = schedule.plan(at: now)
            if let reason = plan.full { full.append(reason) }
            schedule.completed(plan)
            now = now + backOff.delay(jitter: 0)
        }
        #expect(full == [.first])
    }
}
