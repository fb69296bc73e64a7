import GoldenSignals
import PromModel
import PromQL
import Testing

@Suite("Histograms as they are stored")
struct HistogramStorageTests {
    private static let selector = "job=\"x\""

    private static func catalog(
        _ name: String,
        _ storage: HistogramStorage,
        _ translation: OTLPTranslation? = nil
    ) throws -> SignalCatalog {
        let profile = try #require(MetricProfile.named(name))
        let names = try #require(translation.map(profile.named) ?? profile)
        return SignalCatalog(profile: names.stored(storage), selector: selector, window: .seconds(60))
    }

    private static let hidden = #"http_route!~"/metrics|/health|/healthz|/livez|/readyz""#

    /// Most requests take less than a quarter of a second.
    private static let quick = ServiceLevelObjective(
        name: "latency",
        objective: 0.99,
        indicator: .latency(seconds: 0.25),
        period: .seconds(86_400),
        windows: []
    )

    @Test("Where only whole histograms are stored, every number is taken from them")
    func native() throws {
        let catalog = try Self.catalog("otel", .native)
        let all = "http_server_request_duration_seconds{job=\"x\",\(Self.hidden)}"
        let failed =
            "http_server_request_duration_seconds{job=\"x\",http_response_status_code=~\"5..\",\(Self.hidden)}"
        #expect(catalog.requestRate == "sum(histogram_count(rate(\(all)[60s])))")
        #expect(catalog.requestCount == "sum(histogram_count(increase(\(all)[60s])))")
        #expect(catalog.requestTotal == "sum(histogram_count(\(all)))")
        #expect(catalog.newestSample == "max(timestamp(\(all)))")
        #expect(catalog.errorTotals == "sum by (instance) (histogram_count(\(failed)))")
        #expect(catalog.errorRate == "sum(histogram_count(rate(\(failed)[60s]))) or 0 * \(catalog.requestRate)")
        #expect(
            catalog.expression(for: .averageLatency)
                == "sum(histogram_sum(rate(\(all)[60s]))) / (sum(histogram_count(rate(\(all)[60s]))) > 0)"
        )
        #expect(catalog.expression(for: .p95Latency) == "histogram_quantile(0.95, sum(rate(\(all)[60s])))")
        #expect(
            catalog.quantile(0.99, by: ["http_route"])
                == "histogram_quantile(0.99, sum by (http_route) (rate(\(all)[60s])))"
        )
        #expect(catalog.latencyBuckets == "sum(rate(\(all)[60s]))")
    }

    @Test("A counter of its own stays one where the latencies are whole histograms")
    func counter() throws {
        let catalog = try Self.catalog("go", .native)
        #expect(catalog.requestRate.hasPrefix("sum(rate(http_requests_total{"))
        #expect(catalog.expression(for: .p99Latency)?.contains("(rate(http_request_duration_seconds{") == true)
    }

    @Test("Of series that are stored both ways one is read; parts of one window are added up")
    func several() throws {
        let mixed = try Self.catalog("otel", .mixed).requestRate
        #expect(mixed.contains("histogram_count(rate(http_server_request_duration_seconds{"))
        #expect(mixed.contains(" or rate(http_server_request_duration_seconds_count{"))
        let changed = try Self.catalog("otel", .changed).requestRate
        #expect(changed.contains(" or label_replace(rate(http_server_request_duration_seconds_count{"))
        let quantile = try Self.catalog("otel-milliseconds", .mixed).expression(for: .p95Latency)
        #expect(quantile?.hasPrefix("(histogram_quantile(0.95, ") == true && quantile?.hasSuffix(") / 1000") == true)
    }

    @Test("Names that need quotes have them in selectors and groupings, and no others")
    func quoted() throws {
        let catalog = try Self.catalog("otel", .classic, .untranslated)
        let rate = catalog.requestRate(by: ["http.request.method", "http.route"])
        #expect(
            rate == #"""
                sum by ("http.request.method", "http.route") (rate({"http.server.request.duration_count",job="x",\#
                "http.route"!~"/metrics|/health|/healthz|/livez|/readyz"}[60s]))
                """#
        )
        #expect(catalog.errorRate?.contains(#""http.response.status_code"=~"5..""#) == true)
        let plain = try Self.catalog("otel", .classic)
        #expect(!plain.requestRate.contains("{\""))
    }

    @Test("Of buckets that are ranges the functions of the server that keeps them are asked")
    func ranged() throws {
        let catalog = try Self.catalog("otel", .ranged)
        let ranges = "sum by (vmrange) (rate(http_server_request_duration_seconds_bucket{"
        #expect(catalog.expression(for: .p95Latency)?.hasPrefix("histogram_quantile(0.95, \(ranges)") == true)
        #expect(catalog.latencyBuckets?.hasPrefix("prometheus_buckets(\(ranges)") == true)
        #expect(catalog.bucketsInSight == catalog.latencyBuckets && catalog.respelledBounds("1", "1.0") == nil)
        #expect(catalog.requestRate.contains("http_server_request_duration_seconds_count{"))
        var service = ServiceObjectives(service: "x", selector: Self.selector)
        service.profile = try #require(MetricProfile.named("otel")).stored(.ranged)
        let indicator = try #require(service.indicator(Self.quick, window: .seconds(300)))
        #expect(indicator.errorRatio.contains("histogram_share(0.25, sum by ("))
        #expect(indicator.presence.contains("_count{"))
    }

    @Test("Slow requests are the rest of a fraction; without a request there are none of them")
    func slow() throws {
        var service = ServiceObjectives(service: "x", selector: Self.selector)
        service.profile = try #require(MetricProfile.named("otel")).stored(.native)
        service.grouping = ["job"]
        let indicator = try #require(service.indicator(Self.quick, window: .seconds(300)))
        for text in [indicator.errorRatio, indicator.errors, indicator.total, indicator.count] {
            _ = try PromQLParser.parse(text)
            #expect(!text.contains("_bucket") && !text.contains("_count{"), "\(text)")
        }
        #expect(indicator.errorRatio.contains("histogram_fraction(-Inf, 0.25, sum by (job) (rate("))
        #expect(indicator.errorRatio.contains(#"http_response_status_code!~"5..""#))
        #expect(indicator.errors.hasSuffix(" == 0"))
    }

    @Test("A bound that is spelled in two ways is found, by its number")
    func respelled() {
        func buckets(_ texts: String...) -> [InstantValue] {
            texts.map { InstantValue(labels: ["le": $0], value: 1) }
        }
        let found = SignalSnapshot.respelledBound(in: buckets("0.5", "1", "1.0", "+Inf"))
        #expect(found?.one == "1" && found?.other == "1.0")
        #expect(SignalSnapshot.respelledBound(in: buckets("0.5", "1", "10", "+Inf")) == nil)
        #expect(SignalSnapshot.respelledBound(in: [InstantValue(labels: [:], value: 1)]) == nil)
    }
}
