import GoldenSignals
import PromModel
import Testing

@Suite("Expressions of a profile")
struct ProfileExpressionTests {
    private static let simple = """
        name: app
        requests: {metric: app_requests_total, where: 'kind="http"'}
        failed: 'code=~"5.."'
        latency: {metric: app_latency_ms}
        route: path
        hidden_routes: '/health'
        faults: {active: app_fault, share: app_fault_share}
        saturation: [{name: pool, expression: 'rate(used{$target}[$window]) / size{$target}'}]
        """

    private static func catalog(_ lines: String = simple, grouping: [String] = []) throws -> SignalCatalog {
        let profile = try #require(try MetricProfile.reading(lines))
        return SignalCatalog(
            profile: profile,
            selector: "job=\"a\"",
            targetSelector: "job=\"b\"",
            window: .seconds(60),
            grouping: grouping
        )
    }

    @Test("A simple profile's expressions are exactly these")
    func exact() throws {
        let catalog = try Self.catalog()
        let rate = "sum(rate(app_requests_total{job=\"a\",kind=\"http\",path!~\"/health\"}[60s]))"
        let failed = "app_requests_total{job=\"a\",kind=\"http\",code=~\"5..\",path!~\"/health\"}"
        let errors = "sum(rate(\(failed)[60s])) or 0 * \(rate)"
        #expect(catalog.requestRate == rate)
        #expect(catalog.errorRate == errors)
        #expect(catalog.expression(for: .requestRate) == rate)
        #expect(catalog.expression(for: .errorShare) == "(\(errors)) / (\(rate) > 0)")
        #expect(catalog.expression(for: .successShare) == "1 - (\(errors)) / (\(rate) > 0)")
        #expect(catalog.requestCount == rate.replacing("rate(", with: "increase("))
        #expect(catalog.errorTotals == "sum by (instance) (\(failed))")
        #expect(catalog.errorRate(by: ["path"]) == "sum by (path) (rate(\(failed)[60s]))")
        #expect(catalog.requestTotal == "sum(app_requests_total{job=\"a\",kind=\"http\",path!~\"/health\"})")
        #expect(
            catalog.newestSample == "max(timestamp(app_requests_total{job=\"a\",kind=\"http\",path!~\"/health\"}))"
        )
        #expect(catalog.targetsUp == "up{job=\"b\"}")
        #expect(catalog.processStart == "process_start_time_seconds{job=\"b\"}")
        #expect(catalog.activeFaults == "app_fault{job=\"a\"} == 1")
        #expect(catalog.faultShares == "app_fault_share{job=\"a\"}")
    }

    @Test("Latencies counted in milliseconds are told in seconds, without the hidden routes")
    func milliseconds() throws {
        let catalog = try Self.catalog()
        let labels = "{job=\"a\",path!~\"/health\"}[60s]"
        let buckets = "sum by (le) (rate(app_latency_ms_bucket\(labels)))"
        #expect(catalog.unit == .milliseconds)
        #expect(catalog.latencyBuckets == buckets)
        #expect(catalog.expression(for: .p95Latency) == "histogram_quantile(0.95, \(buckets)) / 1000")
        #expect(catalog.expression(for: .p99Latency) == "histogram_quantile(0.99, \(buckets)) / 1000")
        #expect(
            catalog.expression(for: .averageLatency)
                == "sum(rate(app_latency_ms_sum\(labels))) / (sum(rate(app_latency_ms_count\(labels))) > 0) / 1000"
        )
    }

    @Test("A unit that is given beats the profile's, which beats the one of the name")
    func unit() throws {
        let own = try #require(
            try MetricProfile.reading("name: a\nrequests: {metric: a}\nlatency: {metric: a_ms, unit: microseconds}")
        )
        #expect(SignalCatalog(profile: own, selector: "", window: .seconds(60)).unit == .microseconds)
        #expect(SignalCatalog(profile: own, selector: "", window: .seconds(60), unit: .seconds).unit == .seconds)
        let unnamed = try #require(try MetricProfile.reading("name: a\nrequests: {metric: a}\nlatency: {metric: a}"))
        #expect(SignalCatalog(profile: unnamed, selector: "", window: .seconds(60)).unit == .seconds)
    }

    @Test("Grouping splits every sum, and the buckets keep their bounds")
    func grouping() throws {
        let catalog = try Self.catalog(grouping: ["namespace", "job"])
        let series = "app_requests_total{job=\"a\",kind=\"http\",path!~\"/health\"}[60s]"
        #expect(catalog.requestRate == "sum by (namespace, job) (rate(\(series)))")
        #expect(
            catalog.latencyBuckets
                == "sum by (namespace, job, le) (rate(app_latency_ms_bucket{job=\"a\",path!~\"/health\"}[60s]))"
        )
        #expect(
            catalog.saturation
                == "label_replace(max by (namespace, job) (rate(used{job=\"b\"}[60s]) / size{job=\"b\"}), "
                + "\"sretop\", \"resource:pool\", \"\", \"\")"
        )
    }

    @Test("Where a server's rate is a slope, rates are increases over the window, after a gap slopes")
    func slopes() throws {
        let catalog = try Self.catalog().dividingIncreases(by: .seconds(60))
        let series = "app_requests_total{job=\"a\",kind=\"http\",path!~\"/health\"}"
        let gap =
            "last_over_time(\(series)[300s] offset 60s) <= last_over_time(\(series)[60s]) unless \(series) offset 60s"
        let risen = "(increase(\(series)[60s]) unless (\(gap)) or rate(\(series)[60s]) * 60)"
        #expect(catalog.requestRate == "sum(\(risen) / 60)")
        #expect(catalog.requestCount == "sum(\(risen))")
        #expect(catalog.errorRate(by: ["path"])?.contains("/ 60") == true)
        #expect(catalog.with(window: .milliseconds(2500)).requestRate.hasSuffix("[2500ms]) * 2.500) / 2.500)"))
    }

    @Test("Series that began within the window, and processes that began anew after a gap, keep their increase")
    func slopesLater() async throws {
        let service = ScrapedService()
        let profile = try #require(try MetricProfile.reading("name: a\nrequests: {metric: a_total}"))
        let catalog = SignalCatalog(profile: profile, selector: "", window: .seconds(60))
            .dividingIncreases(by: .seconds(60))
        let pages = (0...12).map { $0 < 5 ? "b 1\n" : "a_total \(($0 - 5) * 300)\n" }
        await service.scrape(["job": "shop", "instance": "a:1"], pages: pages)
        let risen = try await service.value("sum(increase(a_total[60s])) / 60", at: 120)
        #expect(try await service.value(catalog.requestRate, at: 120) == risen)
        #expect(try await service.value(catalog.requestRate, at: 180).map { abs($0 - 20) < 0.01 } == true)
    }

    @Test("Without selector, matchers and routes there are no braces")
    func bare() throws {
        let profile = try #require(try MetricProfile.reading("name: a\nrequests: {metric: a_total}"))
        let catalog = SignalCatalog(profile: profile, selector: "", window: .milliseconds(1500))
        #expect(catalog.requestRate == "sum(rate(a_total[1500ms]))")
        #expect(catalog.targetsUp == "up")
        #expect(Signal.allCases.compactMap(catalog.expression(for:)) == [catalog.requestRate])
        #expect(catalog.errorRate == nil && catalog.errorTotals == nil)
        #expect(catalog.failuresCounted(within: .seconds(5), interval: .seconds(1)) == nil)
        #expect(catalog.errorRate(by: ["path"]) == nil && catalog.latencyBuckets == nil && catalog.activeFaults == nil)
    }

    @Test("Several counters of failures are added, each zero where it is absent")
    func several() throws {
        let catalog = try Self.catalog(
            """
            name: proxy
            requests: {metric: a_total}
            failed: [{metric: b_count, where: 'code=~"5.."'}, {metric: c_total}]
            """
        )
        let rate = "sum(rate(a_total{job=\"a\"}[60s]))"
        #expect(
            catalog.errorRate
                == "(sum(rate(b_count{job=\"a\",code=~\"5..\"}[60s])) or 0 * \(rate)) + "
                + "(sum(rate(c_total{job=\"a\"}[60s])) or 0 * \(rate))"
        )
        #expect(
            catalog.errorTotals
                == "(sum by (instance) (b_count{job=\"a\",code=~\"5..\"}) or 0 * sum by (instance) (a_total{job=\"a\"}))"
                + " + (sum by (instance) (c_total{job=\"a\"}) or 0 * sum by (instance) (a_total{job=\"a\"}))"
        )
    }

    @Test("Parts of one query are told apart by their tag")
    func combined() {
        let parts: [(tag: String, expression: String?)] = [("a", "x"), ("b", nil), ("c", "sum(y)")]
        #expect(
            SignalCatalog.combined(parts)
                == "label_replace(x, \"sretop\", \"a\", \"\", \"\") or "
                + "label_replace(sum(y), \"sretop\", \"c\", \"\", \"\")"
        )
        #expect(SignalCatalog.combined([("a", nil)]) == nil)
    }
}
