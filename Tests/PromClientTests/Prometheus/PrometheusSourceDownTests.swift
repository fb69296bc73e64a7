import GoldenSignals
import PromClient
import PromModel
import Testing

@Suite("Prometheus source: targets that do not answer")
struct PrometheusSourceDownTests {
    private static let died = FakePrometheus.start - .seconds(240)

    /// A server with a failing service, and one that died four minutes ago.
    private static func serving() async -> FakePrometheus {
        let fake = await FakePrometheus.serving([("busy", 100, 0.2)])
        await fake.scrape(FakeTarget("pay", "pay:1", isUp: false)) { second in
            second < 360 ? FakePrometheus.goPage(50)(second) : nil
        }
        return fake
    }

    @Test("A service that died before is listed, comes first, and says since when and why")
    func diedBefore() async throws {
        let update = try await Self.serving().source().pollOnce()
        #expect(update.failure == nil && update.report?.service == "pay" && update.report?.profile == "go")
        let reason = update.report?.explanation.first { $0.hasPrefix("service") } ?? ""
        #expect(reason.contains("the worst of 2: none of its targets answers"))
        let outage = try #require(update.snapshot.outage)
        #expect(outage.isWhole && outage.since == Self.died && !outage.isOlderThanData)
        #expect((outage.instance, outage.reason) == ("pay:1", "connection refused"))
        let row = try #require(update.report?.services.first { $0.service.name == "pay" })
        #expect((row.targetsUp, row.targetsTotal) == (0, 1) && row.outage?.since == Self.died)
        // Its history is the server's.
        let rates = update.patch?.points.filter { $0.at < Self.died }.compactMap { $0[.requestRate] } ?? []
        #expect(!rates.isEmpty && rates.allSatisfy { abs($0 - 50) < 1e-6 })
    }

    @Test("Since when is told to the scrape, of services and of single targets", arguments: [0, 1])
    func firstFailedScrape(others: Int) async throws {
        let fake = await FakePrometheus.serving([("shop", 10, 0)])
        for target in [FakeTarget("pay", "pay:1", isUp: false), FakeTarget("pay", "pay:2")].prefix(1 + others) {
            await fake.scrape(target, every: 2) { second in
                second < 366 || target.isUp ? FakePrometheus.goPage(50)(second) : nil
            }
        }
        let update = try await fake.source(service: "pay").pollOnce()
        let outage = try #require(update.snapshot.outage)
        #expect(outage.isWhole == (others == 0) && outage.since == FakePrometheus.start - .seconds(234))
    }

    @Test("One that was never seen up is listed and told, without numbers of another")
    func neverUp() async throws {
        let fake = await FakePrometheus.serving([("shop", 10, 0)])
        await fake.scrape(FakeTarget("dead", "dead:1", isUp: false)) { _ in nil }
        let update = try await fake.source().pollOnce()
        #expect(update.report?.service == "dead" && update.snapshot.outage?.isOlderThanData == true)
        #expect(Signal.allCases.allSatisfy { update.snapshot[$0].state == .noData })
        #expect(update.report?.services.map(\.service.name) == ["dead", "shop"])
    }

    @Test("It is known by its metrics once it answers")
    func firstAnswer() async throws {
        let fake = FakePrometheus()
        let target = FakeTarget("dead", "dead:1", isUp: false)
        await fake.scrape(target) { _ in nil }
        let source = try fake.source()
        #expect(await source.pollOnce().report?.profile == "none")
        for beat in 1...5 {
            fake.advance(.seconds(15))
            await fake.scrapeOnce(target, at: fake.serverNow, page: FakePrometheus.goPage(10)(beat * 15))
        }
        _ = await source.pollOnce()
        await source.askSlowly()
        let update = await source.pollOnce()
        #expect(update.report?.profile == "go" && update.snapshot.outage == nil)
        #expect(abs((update.snapshot[.requestRate].value ?? 0) - 10) < 1e-6)
    }

    @Test("One of two that does not answer is told by itself, and in the list")
    func half() async throws {
        let fake = await FakePrometheus.serving([("shop", 10, 0)])
        await fake.scrape(FakeTarget("shop", "shop:2", isUp: false)) { second in
            second < 360 ? FakePrometheus.goPage(10)(second) : nil
        }
        let update = try await fake.source().pollOnce()
        let outage = try #require(update.snapshot.outage)
        #expect((outage.down, outage.total, outage.since) == (1, 2, Self.died))
        let row = try #require(update.report?.services.first)
        #expect((row.targetsUp, row.targetsTotal) == (1, 2))
    }

    @Test("A page's own series of up is not the target's health")
    func ownUp() async throws {
        let fake = FakePrometheus()
        var target = FakeTarget("shop", "shop:1")
        target.lastScrape = "2026-11-20T16:40:00Z"
        // Where a page says `up 0` Prometheus keeps that sample and drops its own.
        await fake.scrape(target) { $0 < 600 ? FakePrometheus.goPage(10)($0) : nil }
        let update = try await fake.source().pollOnce()
        #expect(update.snapshot.outage == nil && update.targets.map(\.failure) == [nil])
    }

    @Test("A target that was never scraped is neither up nor down", arguments: ["unknown", "down"])
    func neverScraped(health: String) async throws {
        let fake = await FakePrometheus.serving([("shop", 10, 0)])
        var target = FakeTarget("shop", "shop:2")
        target.health = health
        target.lastScrape = health == "down" ? "1970-01-01T00:00:00Z" : "0001-01-01T00:00:00Z"
        fake.list(target)
        let update = try await fake.source().pollOnce()
        #expect(update.snapshot.outage == nil)
        #expect(update.targets.map(\.isUnscraped) == [false, true] && update.targets.map(\.isUp) == [true, false])
    }

    @Test("Two targets on one address count as two, and are told apart")
    func oneAddress() async throws {
        let fake = FakePrometheus()
        for path in ["/metrics", "/metrics/cadvisor"] {
            var target = FakeTarget("kubelet", "node:10250", isUp: path == "/metrics")
            target.labels = ["job": "kubelet", "instance": "node:10250", "metrics_path": path]
            target.path = path
            await fake.scrape(target) { path == "/metrics" ? FakePrometheus.goPage(10)($0) : nil }
        }
        let update = try await fake.source().pollOnce()
        #expect(update.targets.map(\.instance) == ["node:10250 /metrics", "node:10250 /metrics/cadvisor"])
        #expect(update.targets.map(\.isUp) == [true, false] && update.snapshot.outage?.total == 2)
    }
}
