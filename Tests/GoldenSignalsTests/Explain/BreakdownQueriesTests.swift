import GoldenSignals
import PromModel
import PromQL
import Testing

@Suite("Queries of a breakdown")
struct BreakdownQueriesTests {
    private static func queries(_ profile: String, _ dimension: Dimension) throws -> BreakdownQueries {
        let profile = try #require(MetricProfile.named(profile))
        let catalog = SignalCatalog(profile: profile, selector: "job=\"web\"", window: .seconds(60))
        return try #require(BreakdownQueries(dimension, catalog: catalog))
    }

    private static func tagged(_ expression: String, _ tag: String) -> String {
        "label_replace(\(expression), \"sretop\", \"\(tag)\", \"\", \"\")"
    }

    private static let hidden = "handler!~\"/metrics|/health|/healthz|/livez|/readyz|/-/.*\""
    private static let requests = "http_requests_total{job=\"web\",code!=\"\",\(hidden)}"
    private static let failed = "http_requests_total{job=\"web\",code!=\"\",code=~\"5..|5xx\",\(hidden)}"
    private static let buckets = "http_request_duration_seconds_bucket{job=\"web\",\(hidden)}"

    @Test("By route, with the instances of each, and the quantiles")
    func route() throws {
        let by = "sum by (method, handler)"
        let requests = "\(by) (rate(\(Self.requests)[60s]))"
        let errors = "\(by) (rate(\(Self.failed)[60s]))"
        let parts = "sum by (method, handler, instance) (rate(\(Self.failed)[60s]))"
        let quantile = { (rank: String) in
            "histogram_quantile(\(rank), sum by (method, handler, le) (rate(\(Self.buckets)[60s])))"
        }
        let shown = "topk(12, \(requests)) or (\(requests) and topk(20, \(errors) > 0))"
        let queries = try Self.queries("go", .route)
        let expected = [
            Self.tagged("topk(20, \(errors))", "errors"), Self.tagged(shown, "requests"),
            Self.tagged("topk(60, \(parts))", "parts"),
        ]
        #expect(queries.expression == expected.joined(separator: " or "))
        let quantiles = [Self.tagged(quantile("0.95"), "p95"), Self.tagged(quantile("0.99"), "p99")]
        #expect(queries.quantiles == quantiles.joined(separator: " or "))
        let before = [
            Self.tagged("topk(100, \(errors))", "errors"), Self.tagged("topk(100, \(requests))", "requests"),
            Self.tagged("topk(200, \(parts))", "parts"),
            Self.tagged("sum(rate(\(Self.failed)[60s])) or 0 * sum(rate(\(Self.requests)[60s]))", "total"),
        ]
        #expect(queries.before == before.joined(separator: " or "))
    }

    @Test(
        "Rows are split by the instance, and instances by the route",
        arguments: [
            (.route, "sum by (method, handler, instance)"), (.instance, "sum by (instance, method, handler)"),
            (.method, "sum by (method, instance)"), (.status, "sum by (code, instance)"),
        ] as [(Dimension, String)]
    )
    func inner(dimension: Dimension, parts: String) throws {
        #expect(try Self.queries("go", dimension).expression.contains("topk(60, \(parts) (rate("))
    }

    @Test("Without a status nothing is asked about failures, and the busiest are what is left")
    func blind() throws {
        let queries = try Self.queries("alertmanager", .route)
        #expect(queries.expression.contains("label_replace(topk(12, sum by (handler) (rate("))
        for word in ["errors", "parts", "topk(20"] {
            #expect(!queries.expression.contains(word), "\(word)")
            #expect(!queries.before.contains(word), "\(word)")
        }
    }

    @Test("Counters of failures are added up, each zero where it is absent")
    func severalCounters() throws {
        let expression = try Self.queries("caddy", .route).expression
        let count = { (text: String) in expression.count(of: text) }
        #expect(count("or 0 * sum by (handler) (rate(caddy_http_requests_total{") == 4)
        #expect(count("or 0 * sum by (handler, instance) (rate(caddy_http_requests_total{") == 2)
    }

    @Test("All of them are PromQL, for every profile and dimension", arguments: MetricProfile.builtin.profiles)
    func parse(profile: MetricProfile) {
        let catalog = SignalCatalog(profile: profile, selector: "job=\"web\"", window: .milliseconds(1500))
        for queries in Dimension.allCases.compactMap({ BreakdownQueries($0, catalog: catalog) }) {
            #expect((queries.quantiles == nil) == (profile.latency == nil))
            for text in [queries.expression, queries.before, queries.quantiles].compactMap({ $0 }) {
                #expect(throws: Never.self, "\(text)") { _ = try PromQLParser.parse(text) }
                #expect(text.contains("[1500ms]"))
            }
        }
    }

    @Test("What was before the onset has its window before it")
    func moment() throws {
        let moment = try #require(
            TimeBefore(Timestamp(seconds: 100), window: .seconds(60), step: .seconds(15), after: nil)
        ).moment
        #expect(moment == Timestamp(seconds: 40))
    }
}

extension String {
    /// How often a text is in it.
    fileprivate func count(of text: String) -> Int {
        split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}
