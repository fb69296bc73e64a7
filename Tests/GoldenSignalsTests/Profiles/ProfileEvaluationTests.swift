import GoldenSignals
import PromModel
import Testing

/// The expressions of profiles over what programs expose, evaluated by the real engine.
@Suite("Numbers of a profile")
struct ProfileEvaluationTests {
    private static let target: Labels = ["job": "web", "instance": "a:1"]

    private static func catalog(_ name: String) throws -> SignalCatalog {
        let profile = try #require(MetricProfile.named(name))
        return SignalCatalog(profile: profile, selector: "job=\"web\"", window: .seconds(60))
    }

    /// Caddy after some seconds: 10 requests a second, of which some end with 502 in an error of their handler.
    private static func caddy(_ second: Int, answered: Int?, errors: Int?) -> String {
        var lines = [
            "caddy_http_requests_total{handler=\"subroute\",server=\"srv0\"} \(second * 10)",
            // The same requests again, by the handler around.
            "caddy_http_requests_total{handler=\"encode\",server=\"srv0\"} \(second * 10)",
        ]
        let labels = "handler=\"subroute\",method=\"GET\",server=\"srv0\""
        if let answered {
            lines.append("caddy_http_request_duration_seconds_count{code=\"503\",\(labels)} \(second * answered)")
        }
        if let errors { lines.append("caddy_http_request_errors_total{handler=\"subroute\"} \(second * errors)") }
        return lines.joined(separator: "\n") + "\n"
    }

    @Test(
        "Caddy's failures are its answers with a failing code and its handlers' errors; an absent part is zero",
        arguments: [(2, 1, 3), (2, nil, 2), (nil, 1, 1), (nil, nil, 0)] as [(Int?, Int?, Double)]
    )
    func caddy(answered: Int?, errors: Int?, failed: Double) async throws {
        let service = ScrapedService()
        await service.scrape(
            Self.target,
            pages: (0...8).map { Self.caddy($0 * 15, answered: answered, errors: errors) }
        )
        let catalog = try Self.catalog("caddy")
        let rate = try #require(try await service.value(catalog.requestRate, at: 120))
        #expect(abs(rate - 10) < 1e-9)
        let errorRate = try #require(try await service.value(catalog.errorRate, at: 120))
        #expect(abs(errorRate - failed) < 1e-9)
        let share = try #require(try await service.value(catalog.expression(for: .errorShare), at: 120))
        #expect(abs(share - failed / 10) < 1e-9)
        let success = try #require(try await service.value(catalog.expression(for: .successShare), at: 120))
        #expect(abs(success - (1 - failed / 10)) < 1e-9)
        let totals = try await service.values(catalog.errorTotals, at: 120)
        #expect(totals == [InstantValue(labels: ["instance": "a:1"], value: failed * 120)])
        let counted = catalog.failuresCounted(within: .seconds(60), interval: .seconds(15))
        #expect(try await service.value(counted, at: 120) ?? 0 == failed * 60)
    }

    @Test("Where Caddy's histogram has the requests that end in an error, their own counter adds nothing")
    func caddyTimed() async throws {
        let service = ScrapedService()
        let pages = (0...8).map { index in
            let second = index * 15
            return """
                # TYPE caddy_http_requests_total counter
                caddy_http_requests_total{handler="subroute"} \(second * 10)
                # TYPE caddy_http_request_duration_seconds histogram
                caddy_http_request_duration_seconds_count{handler="subroute",code="502"} \(second * 10)
                # TYPE caddy_http_request_errors_total counter
                caddy_http_request_errors_total{handler="subroute"} \(second * 10)

                """
        }
        await service.scrape(Self.target, pages: pages)
        let catalog = try Self.catalog("caddy")
        #expect(try await service.value(catalog.expression(for: .errorShare), at: 120) == 1)
        #expect(try await service.value(catalog.expression(for: .successShare), at: 120) == 0)
        let totals = try await service.values(catalog.errorTotals, at: 120)
        #expect(totals == [InstantValue(labels: ["instance": "a:1"], value: 1200)])
        let counted = catalog.failuresCounted(within: .seconds(60), interval: .seconds(15))
        #expect(try await service.value(counted, at: 120) == 600)
        let routes = try await service.values(catalog.errorRate(by: ["handler"]), at: 120)
        #expect(routes.map { ($0.value * 1e9).rounded() / 1e9 } == [10])
    }

    @Test("Caddy's failures by route add both counters where they are")
    func caddyRoutes() async throws {
        let service = ScrapedService()
        await service.scrape(Self.target, pages: (0...8).map { Self.caddy($0 * 15, answered: 2, errors: 1) })
        let routes = try await service.values(try Self.catalog("caddy").errorRate(by: ["handler"]), at: 120)
        #expect(routes.map { $0.labels["handler"] } == ["subroute"])
        #expect(abs((routes.first?.value ?? 0) - 3) < 1e-9)
    }

    /// FastAPI after some seconds: 4 good and 1 failing request a second, and health checks.
    private static func fastapi(_ second: Int) -> String {
        """
        http_requests_total{handler="/work",method="GET",status="2xx"} \(second * 4)
        http_requests_total{handler="/work",method="GET",status="5xx"} \(second)
        http_requests_total{handler="/metrics",method="GET",status="2xx"} \(second * 100)
        http_requests_total{handler="/health",method="GET",status="5xx"} \(second * 100)
        http_request_duration_highr_seconds_bucket{le="0.1"} \(second * 5)
        http_request_duration_highr_seconds_bucket{le="+Inf"} \(second * 5)
        http_request_duration_highr_seconds_sum \(Double(second) * 0.25)
        http_request_duration_highr_seconds_count \(second * 5)

        """
    }

    @Test("FastAPI's grouped status tells failures, and health checks are left out")
    func fastapi() async throws {
        let service = ScrapedService()
        await service.scrape(Self.target, pages: (0...8).map { Self.fastapi($0 * 15) })
        let catalog = try Self.catalog("fastapi-instrumentator")
        let expected: [Signal: Double] = [
            .requestRate: 5, .successShare: 0.8, .errorShare: 0.2, .averageLatency: 0.05, .p95Latency: 0.095,
            .p99Latency: 0.099,
        ]
        for (signal, value) in expected {
            let measured = try #require(try await service.value(catalog.expression(for: signal), at: 120), "\(signal)")
            #expect(abs(measured - value) < 1e-9, "\(signal)")
        }
        #expect(try await service.value(catalog.newestSample, at: 125) == 120)
    }

    @Test("Milliseconds come out as seconds")
    func milliseconds() async throws {
        let service = ScrapedService()
        let name = "http_server_duration_milliseconds"
        let pages = (0...8).map { index in
            """
            \(name)_bucket{http_route="/",http_status_code="200",le="100"} \(index * 150)
            \(name)_bucket{http_route="/",http_status_code="200",le="+Inf"} \(index * 150)
            \(name)_sum{http_route="/",http_status_code="200"} \(index * 150 * 40)
            \(name)_count{http_route="/",http_status_code="200"} \(index * 150)

            """
        }
        await service.scrape(Self.target, pages: pages)
        let catalog = try Self.catalog("otel-milliseconds")
        let average = try #require(try await service.value(catalog.expression(for: .averageLatency), at: 120))
        #expect(abs(average - 0.04) < 1e-12)
        let p99 = try #require(try await service.value(catalog.expression(for: .p99Latency), at: 120))
        #expect(abs(p99 - 0.099) < 1e-12)
        #expect(try await service.value(catalog.expression(for: .errorShare), at: 120) == 0)
    }

    @Test("Resources of the targets count although the requests carry more labels")
    func targetResources() async throws {
        let service = ScrapedService()
        let pages = (0...8).map { "a_total{service=\"cart\"} \($0 * 15)\nprocess_open_fds 30\nprocess_max_fds 120\n" }
        await service.scrape(Self.target, pages: pages)
        let profile = try #require(
            try ProfileFile.read(
                "profiles: [{name: a, requests: {metric: a_total}}]\n",
                name: "a.yaml",
                inherited: MetricProfile.builtin.resources
            ).profiles.first
        )
        let catalog = SignalCatalog(
            profile: profile,
            selector: "service=\"cart\",job=\"web\"",
            targetSelector: "job=\"web\"",
            window: .seconds(60)
        )
        let shares = try await service.values(catalog.saturation, at: 120)
        #expect(shares == [InstantValue(labels: ["sretop": "resource:fds"], value: 0.25)])
    }
}
