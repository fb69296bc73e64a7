import Detection
import GoldenSignals
import PromModel
import PromQL
import Testing

/// Services of which nothing is counted: a gauge tells how each probe went.
@Suite("Probes")
struct ProbeProfileTests {
    private static func page(_ isUp: Bool, seconds: Double) -> String {
        """
        # TYPE probe_success gauge
        probe_success \(isUp ? 1 : 0)
        # TYPE probe_duration_seconds gauge
        probe_duration_seconds \(seconds)

        """
    }

    private func detected() throws -> MetricProfile {
        let bytes = Array(Self.page(true, seconds: 0.02).utf8)
        let evidence = MetricEvidence(page: ExpositionParser.parse(bytes, contentType: "text/plain; version=0.0.4"))
        let signals = try #require(SignalDetector.detect(evidence).signals)
        return try #require(MetricProfile(detected: signals, resources: []))
    }

    /// A probe every second: three of ten fail, and these take longer.
    private func snapshot(_ profile: MetricProfile) async throws -> SignalSnapshot {
        let service = ScrapedService(interval: 1)
        let pages = (0...10).map { Self.page(![3, 5, 8].contains($0), seconds: [3, 5, 8].contains($0) ? 1 : 0.3) }
        await service.scrape(["job": "probes", "instance": "a:1"], pages: pages)
        let catalog = SignalCatalog(profile: profile, selector: "", window: .seconds(10))
        let poller = SignalPoller(engine: service.engine, catalog: catalog, window: .seconds(10))
        return try await poller.poll(at: Timestamp(seconds: 10))
    }

    @Test("The share of failed probes is told, and no request is")
    func shares() async throws {
        let profile = try detected()
        #expect(profile.isProbed && profile.words == SignalWords(asked: "probes"))
        let snapshot = try await snapshot(profile)
        #expect(snapshot[.requestRate].state == .noData)
        #expect(abs((snapshot[.errorShare].value ?? 0) - 0.3) < 1e-9)
        #expect(abs((snapshot[.successShare].value ?? 0) - 0.7) < 1e-9)
        #expect(abs((snapshot[.averageLatency].value ?? 0) - 0.51) < 1e-9)
        #expect(snapshot[.p95Latency].state == .noData)
        #expect(snapshot.requestCount == 10 && !snapshot.isBlind && !snapshot.isWarmingUp)
    }

    @Test("A profile can say so, and reads as it was written")
    func described() async throws {
        let text = ProfileText.yaml(try detected(), name: "mine")
        let profile = try #require(try ProfileFile.read(text, name: "mine.yaml").profiles.first)
        #expect(profile.isProbed && profile.probeDuration?.name == "probe_duration_seconds")
        #expect(profile.words.label(of: .errorShare) == "fail" && profile.words.one == "probe")
        #expect(abs((try await snapshot(profile)[.errorShare].value ?? 0) - 0.3) < 1e-9)
    }

    @Test(
        "What makes no sense beside an availability is a mistake",
        arguments: [
            (
                "name: a\navailability: {metric: up_to}\nrequests: {metric: a_total}",
                "counts nothing: leave out requests"
            ),
            (
                "name: a\nrequests: {metric: a_total}\nlatency: {gauge: {metric: b}}",
                "belongs to a profile with an availability"
            ),
        ]
    )
    func mistakes(yaml: String, message: String) {
        let error = #expect(throws: ProfileFile.Failure.self) { _ = try MetricProfile.reading(yaml) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test("The names of probes are worth a question to a server")
    func asked() {
        let names = ["probe_success", "probe_duration_seconds", "probe_ip_protocol", "up"]
        #expect(NameFilter.counters(names) == ["probe_duration_seconds", "probe_success"])
    }
}
