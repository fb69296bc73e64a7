import Detection
import GoldenSignals
import PromModel
import PromQL
import Testing

/// Instances of one service that count by different names: the sum is the truth, and each counts once.
@Suite("Names of several instances")
struct JoinedProfileTests {
    private static func old(_ count: Int) -> String {
        """
        # TYPE app_http_requests_total counter
        app_http_requests_total{code="200"} \(count * 9)
        app_http_requests_total{code="500"} \(count)
        # TYPE app_http_request_duration_seconds summary
        app_http_request_duration_seconds_sum \(count)
        app_http_request_duration_seconds_count \(count * 10)

        """
    }

    private static func new(_ count: Int) -> String {
        """
        # TYPE shop_http_server_requests_total counter
        shop_http_server_requests_total{status_code="200"} \(count * 6)
        shop_http_server_requests_total{status_code="502"} \(count * 4)

        """
    }

    private func evidence(_ pages: [(instance: String, text: String)]) -> MetricEvidence {
        MetricEvidence(
            pages: pages.map { instance, text in
                let page = ExpositionParser.parse(Array(text.utf8), contentType: "text/plain; version=0.0.4")
                return (target: ["job": "app", "instance": instance], page: page)
            }
        )
    }

    private func snapshot(_ profile: MetricProfile, _ pages: [String: (Int) -> String]) async throws -> SignalSnapshot {
        let service = ScrapedService(interval: 1)
        for (instance, page) in pages {
            await service.scrape(["job": "app", "instance": "\(instance)"], pages: (1...11).map { page($0 * 10) })
        }
        let catalog = SignalCatalog(profile: profile, selector: "job=\"app\"", window: .seconds(10))
        let poller = SignalPoller(engine: service.engine, catalog: catalog, window: .seconds(10))
        return try await poller.poll(at: Timestamp(seconds: 10))
    }

    private func profile(_ evidence: MetricEvidence) throws -> MetricProfile {
        let signals = try #require(SignalDetector.detect(evidence).signals)
        return try #require(MetricProfile(detected: signals, resources: [], among: evidence, elsewhere: [:]))
    }

    @Test("What half of the instances count by other names is added")
    func halves() async throws {
        let evidence = evidence([("a:1", Self.old(10)), ("b:1", Self.new(10))])
        let profile = try profile(evidence)
        #expect(profile.isJoined && profile.note?.contains("is left out") != nil)
        let snapshot = try await snapshot(profile, ["a:1": Self.old, "b:1": Self.new])
        #expect(abs((snapshot[.requestRate].value ?? 0) - 200) < 1e-6)
        #expect(abs((snapshot[.errorShare].value ?? 0) - 0.25) < 1e-9)
    }

    @Test("An instance that speaks both ways counts once")
    func both() async throws {
        let evidence = evidence([("a:1", Self.old(10)), ("b:1", Self.new(10))])
        let profile = try profile(evidence)
        let both = { (count: Int) in Self.old(count) + Self.new(count) }
        let snapshot = try await snapshot(profile, ["a:1": both, "b:1": both])
        let isOld = profile.requests.name == "app_http_requests_total"
        #expect(abs((snapshot[.requestRate].value ?? 0) - 200) < 1e-6)
        #expect(abs((snapshot[.errorShare].value ?? 0) - (isOld ? 0.1 : 0.4)) < 1e-9)
    }

    @Test("Where one of them tells no failures, none are told")
    func silent() throws {
        let silent = MetricProfile(name: "b", requests: .init(name: "b_total"))
        let failed = MetricProfile.Metric(name: "a_total", matchers: "code=~\"5..\"")
        let judged = MetricProfile(name: "a", requests: .init(name: "a_total"), failures: [failed], statusLabel: "code")
        let joined = judged.joined(by: silent)
        #expect(joined.failures.isEmpty && joined.reasons[.errorShare]?.contains("b_total") == true)
        #expect(joined.identifier != judged.identifier)
    }

    @Test("Instances that all speak by the names that were found leave nothing to add")
    func alike() throws {
        let evidence = evidence([("a:1", Self.old(10)), ("b:1", Self.old(20))])
        #expect(try !profile(evidence).isJoined)
        #expect(evidence.lacking(["app_http_requests_total"]) == nil)
    }
}
