import GoldenSignals
import PromModel
import Testing

/// Two processes of a service whose failures are known, scraped and evaluated by the real engine.
@Suite("Breakdown of real samples")
struct BreakdownEvaluationTests {
    /// One counter: its rate before second 120, and from then on.
    private struct Flow {
        let method: String
        let route: String
        let status: String
        let before: Double
        let after: Double

        func total(_ second: Int) -> Double {
            before * Double(min(second, 120)) + after * Double(max(0, second - 120))
        }
    }

    /// From second 120 on `a` fails 6/s and `b` 2/s of POST /pay; GET /old of `b` fails 1/s all the time.
    private static let flows: [(instance: String, flows: [Flow])] = [
        (
            "a:1",
            [
                Flow(method: "POST", route: "/pay", status: "200", before: 10, after: 4),
                Flow(method: "POST", route: "/pay", status: "503", before: 0, after: 6),
                Flow(method: "GET", route: "/", status: "200", before: 20, after: 20),
            ]
        ),
        (
            "b:1",
            [
                Flow(method: "POST", route: "/pay", status: "200", before: 10, after: 8),
                Flow(method: "POST", route: "/pay", status: "500", before: 0, after: 2),
                Flow(method: "GET", route: "/old", status: "200", before: 3, after: 3),
                Flow(method: "GET", route: "/old", status: "500", before: 1, after: 1),
            ]
        ),
    ]

    private static func page(_ flows: [Flow], _ second: Int) -> String {
        flows.map { flow in
            let labels = "method=\"\(flow.method)\",route=\"\(flow.route)\",status=\"\(flow.status)\""
            let name = "http_request_duration_seconds"
            // Failures take up to a second, the others up to a tenth: each is spread evenly over its bucket.
            let fast = flow.status == "200" ? flow.total(second) : 0
            return """
                http_requests_total{\(labels)} \(flow.total(second))
                \(name)_bucket{\(labels),le="0.1"} \(fast)
                \(name)_bucket{\(labels),le="1"} \(flow.total(second))
                \(name)_bucket{\(labels),le="+Inf"} \(flow.total(second))

                """
        }
        .joined()
    }

    private static func breakdown(_ dimension: Dimension, hasOnset: Bool = true) async throws -> Breakdown {
        let service = ScrapedService()
        for (instance, flows) in flows {
            let pages = (0...16).map { page(flows, $0 * 15) }
            await service.scrape(["job": "web", "instance": instance], pages: pages)
        }
        let catalog = SignalCatalog(profile: .unstableAPI, selector: "job=\"web\"", window: .seconds(60))
        let queries = try #require(BreakdownQueries(dimension, catalog: catalog))
        let onset = Timestamp(seconds: 135)
        let moment = try #require(TimeBefore(onset, window: .seconds(60), step: .seconds(15), after: nil)).moment
        let before = try await service.engine.instant(queries.before, at: moment)
        let poller = SignalPoller(engine: service.engine, catalog: catalog, window: .seconds(60))
        return try await poller.breakdown(
            queries,
            at: Timestamp(seconds: 240),
            before: hasOnset ? before : nil,
            since: hasOnset ? onset : nil,
            total: nil
        )
    }

    /// A row as a text that can be compared: numbers rounded to what the samples tell.
    private static func texts(_ breakdown: Breakdown) -> [String] {
        func text(_ value: Double?) -> String { value.map { "\(($0 * 1000).rounded() / 1000)" } ?? "-" }
        return breakdown.rows.map { row in
            let parts = row.parts.map { "\($0.name) \(text($0.share))" }.joined(separator: ", ")
            let now = "\(text(row.requestRate)) \(text(row.errorRate))"
            let before = "\(text(row.requestRateBefore)) \(text(row.errorRateBefore))"
            return "\(row.name): \(text(row.share)) now \(now) before \(before) [\(parts)]"
        }
    }

    @Test(
        "Shares, rates before and now, and who of it are what the samples say",
        arguments: [
            (
                .route,
                [
                    "POST /pay: 1.0 now 20.0 8.0 before 20.0 0.0 [a:1 0.75, b:1 0.25]",
                    "GET /: 0.0 now 20.0 0.0 before 20.0 0.0 []",
                    "GET /old: 0.0 now 4.0 1.0 before 4.0 1.0 [b:1 1.0]",
                ]
            ),
            (
                .instance,
                [
                    "a:1: 0.75 now 30.0 6.0 before 30.0 0.0 [POST /pay 1.0]",
                    "b:1: 0.25 now 14.0 3.0 before 14.0 1.0 [POST /pay 1.0]",
                ]
            ),
            (
                .method,
                [
                    "POST: 1.0 now 20.0 8.0 before 20.0 0.0 [a:1 0.75, b:1 0.25]",
                    "GET: 0.0 now 24.0 1.0 before 24.0 1.0 [b:1 1.0]",
                ]
            ),
            (
                .status,
                [
                    "503: 0.75 now 6.0 6.0 before 0.0 0.0 [a:1 1.0]",
                    "500: 0.25 now 3.0 3.0 before 1.0 1.0 [b:1 1.0]", "200: 0.0 now 35.0 0.0 before 43.0 0.0 []",
                ]
            ),
        ] as [(Dimension, [String])]
    )
    func numbers(dimension: Dimension, rows: [String]) async throws {
        #expect(Self.texts(try await Self.breakdown(dimension)) == rows)
    }

    @Test("Without an onset shares are of the window's failures")
    func window() async throws {
        let rows = try await Self.breakdown(.route, hasOnset: false).rows
        #expect(rows.map(\.name) == ["POST /pay", "GET /old", "GET /"])
        #expect(abs((rows[0].share ?? 0) - 8.0 / 9) < 1e-9 && abs((rows[1].share ?? 0) - 1.0 / 9) < 1e-9)
        #expect(rows.allSatisfy { $0.requestRateBefore == nil && $0.errorRateBefore == nil })
    }

    @Test("Each row has its own quantiles, by what its requests took")
    func quantiles() async throws {
        let rows = Dictionary(uniqueKeysWithValues: try await Self.breakdown(.route).rows.map { ($0.name, $0) })
        // All within a tenth of a second; and 95 of 100 where 60 are: 0.1 + 0.9 * 35 / 40.
        #expect(abs((rows["GET /"]?.p95 ?? 0) - 0.095) < 1e-9)
        #expect(abs((rows["POST /pay"]?.p95 ?? 0) - 0.8875) < 1e-9)
        #expect(abs((rows["POST /pay"]?.p99 ?? 0) - 0.9775) < 1e-9)
        #expect(abs((rows["GET /old"]?.p95 ?? 0) - 0.82) < 1e-9)
    }

    @Test("A failing route is told of however many are busier")
    func manyRoutes() async throws {
        let service = ScrapedService()
        let pages = (0...8).map { index in
            let busy = (0..<40).map { "http_requests_total{code=\"200\",handler=\"/r\($0)\"} \(index * 1500)\n" }
            return busy.joined() + "http_requests_total{code=\"500\",handler=\"/rare\"} \(index * 15)\n"
        }
        await service.scrape(["job": "web", "instance": "a:1"], pages: pages)
        let profile = try #require(MetricProfile.named("go"))
        let catalog = SignalCatalog(profile: profile, selector: "job=\"web\"", window: .seconds(60))
        let queries = try #require(BreakdownQueries(.route, catalog: catalog))
        let now = try await service.values(queries.expression, at: 120)
        let breakdown = queries.breakdown(now: now, before: nil, since: nil)
        #expect(breakdown.top?.name == "/rare" && breakdown.top?.share == 1)
        #expect(abs((breakdown.top?.requestRate ?? 0) - 1) < 1e-9)
        #expect(breakdown.rows.count == 13)
    }

    @Test("Failures that have counters of their own are told apart all the same")
    func severalCounters() async throws {
        let service = ScrapedService()
        for (instance, errors) in [("a:1", 3), ("b:1", 1)] {
            let pages = (0...8).map { index in
                let labels = "handler=\"subroute\",method=\"GET\",server=\"srv0\""
                return """
                    caddy_http_requests_total{handler="subroute",server="srv0"} \(index * 150)
                    caddy_http_requests_total{handler="file_server",server="srv0"} \(index * 75)
                    caddy_http_request_errors_total{handler="subroute"} \(index * 15 * errors)
                    caddy_http_request_duration_seconds_count{code="503",\(labels)} \(index * 15)

                    """
            }
            await service.scrape(["job": "web", "instance": instance], pages: pages)
        }
        let profile = try #require(MetricProfile.named("caddy"))
        let catalog = SignalCatalog(profile: profile, selector: "job=\"web\"", window: .seconds(60))
        let queries = try #require(BreakdownQueries(.route, catalog: catalog))
        let now = try await service.values(queries.expression, at: 120)
        #expect(
            Self.texts(queries.breakdown(now: now, before: nil, since: nil)) == [
                "subroute: 1.0 now 20.0 6.0 before - - [a:1 0.667, b:1 0.333]",
                "file_server: 0.0 now 10.0 0.0 before - - []",
            ]
        )
    }
}
