import GoldenSignals
import PromClient
import PromModel
import Testing

@Suite("Prometheus source: choice of a service")
struct PrometheusSourceChoiceTests {
    private static func report(
        _ jobs: [(name: String, rate: Int, failing: Double)],
        service: String? = nil,
        profile: String? = nil
    ) async throws -> SourceReport {
        let source = try await FakePrometheus.serving(jobs).source(service: service, profile: profile)
        return try #require(await source.pollOnce().report)
    }

    private static func reason(_ report: SourceReport) -> String? {
        report.explanation.first { $0.hasPrefix("service") }.map { String($0.dropFirst("service".count)).trimmedLeft }
    }

    @Test("The only service is shown")
    func only() async throws {
        let report = try await Self.report([("shop", 10, 0)])
        #expect((report.service, report.profile) == ("shop", "go"))
        #expect(Self.reason(report) == "shop: the only one")
    }

    @Test("Of several the one with the largest share of failures is shown, however small its traffic")
    func worst() async throws {
        let report = try await Self.report([("busy", 500, 0.02), ("fine", 50, 0), ("worst", 2, 0.5)])
        #expect(report.service == "worst")
        #expect(Self.reason(report) == "worst: the worst of 3: it has the largest share of 5xx (S: others)")
        #expect(report.services.map(\.service.name) == ["busy", "fine", "worst"])
        #expect(abs((report.services.last?.errorShare ?? 0) - 0.5) < 1e-9)
    }

    @Test("Where none is failing the busiest is shown")
    func busiest() async throws {
        let report = try await Self.report([("a", 5, 0.001), ("b", 50, 0), ("c", 1, 0)])
        #expect(report.service == "b")
        #expect(Self.reason(report) == "b: the busiest of 3, none is failing (S: others)")
    }

    @Test("A service that is named is shown, whatever the others do")
    func named() async throws {
        let report = try await Self.report([("a", 5, 0), ("b", 50, 0.5)], service: "a")
        #expect(report.service == "a")
        #expect(Self.reason(report) == "a: asked for")
    }

    @Test("Of several that are called alike the worst is shown, and it is said that there are others")
    func ambiguous() async throws {
        let fake = FakePrometheus()
        for (index, space) in ["test", "live"].enumerated() {
            var target = FakeTarget("api", "\(space):1")
            target.labels = ["job": "api", "namespace": space, "instance": "\(space):\(index)"]
            await fake.scrape(target, page: FakePrometheus.goPage(5, failing: space == "test" ? 0.5 : 0))
        }
        let report = try #require(await fake.source(service: "api").pollOnce().report)
        #expect(report.service == "test/api")
        #expect(
            Self.reason(report)
                == "test/api: the worst of 2: it has the largest share of 5xx (S: others); 2 are called api: live/api, test/api"
        )
    }

    @Test("A service that is not there is told with those that are, and no numbers of another are shown")
    func notFound() async throws {
        let fake = await FakePrometheus.serving([("a", 5, 0), ("b", 5, 0)])
        let source = try fake.source(service: "shop")
        let update = await source.pollOnce()
        #expect(update.failure == nil && update.patch == nil)
        #expect(Signal.allCases.allSatisfy { update.snapshot[$0].state == .noData })
        #expect(update.report?.service == "shop" && update.report?.profile == "")
        #expect(update.report?.noDataAdvice == "no service is called 'shop'; there are: a, b")
        #expect(update.report?.isUnknownService == true)
        // The list of the others goes on.
        #expect(update.report?.services.compactMap(\.requestRate).count == 2 && update.report?.queries ?? 0 > 0)
    }

    @Test("A service that is gone is told with its last scrape, asked for once")
    func gone() async throws {
        let fake = FakePrometheus()
        for second in stride(from: 0, through: 600, by: 15) {
            let moment = FakePrometheus.start - .seconds(600 - second)
            await fake.scrapeOnce(FakeTarget("shop", "shop:1"), at: moment, page: FakePrometheus.goPage(5)(second))
        }
        fake.advance(.seconds(3600))
        await fake.scrape(FakeTarget("cart", "cart:1"), page: FakePrometheus.goPage(5))
        let source = try fake.source(service: "shop")
        let report = try #require(await source.pollOnce().report)
        #expect(report.isUnknownService)
        let words = report.noDataAdvice
        #expect(words.hasPrefix("no service is called 'shop' any more: its last scrape was at "), "\(words)")
        #expect(words.hasSuffix("Z; there are: cart"), "\(words)")
        let asked = fake.takeRequests().count { $0.expression.contains("max_over_time(timestamp(up") }
        #expect(asked == 2)
        _ = await source.pollOnce()
        #expect(!fake.takeRequests().contains { $0.expression.contains("max_over_time(timestamp(up") })
    }

    @Test("Where no metrics are known it is said so, with the number of targets")
    func unknownMetrics() async throws {
        let fake = FakePrometheus()
        await fake.scrape(FakeTarget("node")) { "node_load1 \($0)\n" }
        let update = try await fake.source().pollOnce()
        #expect(update.failure == nil)
        #expect(
            update.report?.noDataAdvice
                == "no known request metrics among 1 targets: a profile of yours may help"
        )
        let named = try await fake.source(service: "node").pollOnce()
        #expect(named.report?.noDataAdvice == "no service has request metrics that sretop knows")
    }

    @Test("A program that watches others is shown only where nothing else is there")
    func watchers() async throws {
        let fake = FakePrometheus()
        let own: @Sendable (Int) -> String = {
            "prometheus_http_requests_total{code=\"200\",handler=\"/q\"} \($0 * 900)\n"
        }
        await fake.scrape(FakeTarget("prometheus", "p:9090"), page: own)
        #expect(try await fake.source().pollOnce().report?.service == "prometheus")
        await fake.scrape(FakeTarget("shop", "s:1"), page: FakePrometheus.goPage(1))
        #expect(try await fake.source().pollOnce().report?.service == "shop")
    }

    @Test("A profile that is asked for is taken, and one that fits nothing shows nothing")
    func profile() async throws {
        let fake = FakePrometheus()
        await fake.scrape(FakeTarget("web")) { second in
            "http_server_request_duration_seconds_count{http_response_status_code=\"200\"} \(second)\n"
                + (FakePrometheus.goPage(3)(second) ?? "")
        }
        #expect(try await fake.source().pollOnce().report?.profile == "otel")
        #expect(try await fake.source(profile: "go").pollOnce().report?.profile == "go")
        #expect(try await fake.source(profile: "caddy").pollOnce().report?.profile == "")
    }

    @Test("Another service is shown from the next poll on, from the beginning")
    func select() async throws {
        let fake = await FakePrometheus.serving([("a", 5, 0.5), ("b", 50, 0)])
        let source = try fake.source()
        let first = await source.pollOnce()
        #expect(first.report?.service == "a")
        let other = try #require(first.report?.services.first { $0.service.name == "b" })
        await source.select(other.service, by: other.profile)
        let second = await source.pollOnce()
        #expect(second.report?.service == "b" && second.patch?.isFull == true)
        #expect(abs((second.snapshot[.requestRate].value ?? 0) - 50) < 1e-6)
    }
}

extension String {
    fileprivate var trimmedLeft: String { String(drop { $0 == " " }) }
}
