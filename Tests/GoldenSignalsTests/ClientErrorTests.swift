import GoldenSignals
import PromModel
import PromQL
import Testing

@Suite("Requests refused for what the client sent")
struct ClientErrorTests {
    private static func catalog(_ profile: MetricProfile) -> SignalCatalog {
        SignalCatalog(profile: profile, selector: "job=\"x\"", window: .seconds(60))
    }

    @Test(
        "They are told by the label that tells failures, beside all that chooses the requests",
        arguments: [
            ("unstable-api", "status"), ("go", "code"), ("fastapi-instrumentator", "status"),
            ("otel", "http_response_status_code"), ("caddy", "code"), ("prometheus", "code"),
        ]
    )
    func labels(name: String, label: String) throws {
        let profile = try #require(MetricProfile.named(name))
        let catalog = Self.catalog(profile)
        #expect(catalog.clientErrorLabel == label)
        let expression = try #require(catalog.clientErrorRates)
        #expect(expression.contains("4[0-9][0-9]") && !expression.contains("5.."), "\(expression)")
        // What every request is chosen by chooses these.
        for matcher in MetricProfile.conditions(profile.requests.matchers) where matcher.name != label {
            #expect(expression.contains(matcher.name), "\(expression)")
        }
        _ = try PromQLParser.parse(expression)
    }

    @Test("Where failures are told by something else than a status nothing is said of them")
    func silent() throws {
        let plain = MetricProfile(name: "a", requests: .init(name: "a_total"))
        #expect(Self.catalog(plain).clientErrorRates == nil && Self.catalog(plain).clientErrorLabel == nil)
        let failed = MetricProfile.Metric(name: "a_total", matchers: "code=~\"Internal|Unknown\"")
        let remote = MetricProfile(name: "a", requests: .init(name: "a_total"), failures: [failed], statusLabel: "code")
        #expect(Self.catalog(remote).clientErrorRates == nil)
    }
}
