import Detection
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

    @Test(
        "What other protocols call a refusal is told by its name",
        arguments: [
            (
                StatusGrammar.grpcWords, ["OK": 60, "Unauthenticated": 30, "Internal": 10, "RESOURCE_EXHAUSTED": 20],
                ["Unauthenticated": 0.5, "RESOURCE_EXHAUSTED": 1.0 / 3]
            ),
            (.grpcNumbers, ["0": 60, "16": 30, "4": 6, "13": 10], ["Unauthenticated": 0.5]),
            (.dns, ["NOERROR": 60, "REFUSED": 6, "SERVFAIL": 6], ["REFUSED": 0.1]),
            (.outcomes, ["success": 60, "rate_limited": 6, "error": 6], ["rate_limited": 0.1]),
        ] as [(StatusGrammar, [String: Double], [String: Double])]
    )
    func otherProtocols(grammar: StatusGrammar, counts: [String: Double], refused: [String: Double]) async throws {
        let service = ScrapedService()
        await service.scrape(
            ["job": "x", "instance": "a:1"],
            pages: (0...8).map { index in
                counts.map { "handled_total{code=\"\($0)\"} \($1 * Double(index) / 4)\n" }.joined()
            }
        )
        let failed = MetricProfile.Metric(
            name: "handled_total",
            matchers: "code=~\(Labels.quoted(grammar.failurePattern))"
        )
        let profile = MetricProfile(
            name: "a",
            requests: .init(name: "handled_total"),
            failures: [failed],
            statusLabel: "code"
        )
        let rates = try await service.values(Self.catalog(profile).clientErrorRates, at: 120)
        let told = Dictionary(
            uniqueKeysWithValues: rates.map {
                (Self.catalog(profile).clientErrorName($0.labels["code"]), ($0.value * 60).rounded() / 60)
            }
        )
        #expect(told.keys.sorted() == refused.keys.sorted())
        #expect(ClientErrors(rates: told).word == "refused")
        let all = counts.reduce(0) { $0 + $1.value } / 60
        for (name, share) in refused { #expect(abs((told[name] ?? 0) - share) < 0.02, "\(name) of \(all)") }
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
