import GoldenSignals
import PromModel
import PromQL
import Testing

/// What got no answer, in the expressions that others take as they are: rules, dashboards, objectives.
@Suite("Requests without an answer, in one expression")
struct UnansweredTests {
    /// Some 70 answered requests a second and 30 that got no answer, of two pods; `cut` false where nothing counts those.
    private static func engine(cut: Bool = true, answered: Int = 70) async -> EmbeddedQueryEngine {
        let engine = EmbeddedQueryEngine(retention: .seconds(600))
        for second in 0...10 {
            let lost = """
                # TYPE unstable_api_requests_cut_total counter
                unstable_api_requests_cut_total{how="reset"} \(second * 30)
                unstable_api_requests_cut_total{how="truncated"} \(second * 500)
                """
            let page = """
                # TYPE http_requests_total counter
                http_requests_total{method="GET",route="/risky",status="200"} \(second * answered + 7)
                \(cut ? lost : "")

                """
            await engine.ingest(
                Scrape(
                    target: ["job": "shop", "instance": "a:1"],
                    start: Timestamp(seconds: Double(second + 1)),
                    duration: .milliseconds(2),
                    outcome: .success(ExpositionParser.parse(Array(page.utf8), format: .text))
                )
            )
        }
        return engine
    }

    private static func value(_ expression: String?, _ engine: EmbeddedQueryEngine) async throws -> Double? {
        try await engine.instant(try #require(expression), at: Timestamp(seconds: 11)).first?.value
    }

    private static func catalog(_ profile: MetricProfile = .unstableAPI) -> SignalCatalog {
        SignalCatalog(profile: profile, selector: "job=\"shop\"", window: .seconds(10))
    }

    @Test("An objective's indicator counts them as requests and as failures, by whatever it groups")
    func objective() async throws {
        var service = ServiceObjectives(service: "shop", selector: "job=\"shop\"")
        service.profile = .unstableAPI
        let objective = ServiceLevelObjective(
            name: "availability",
            objective: 0.99,
            indicator: .availability,
            period: .seconds(3600),
            windows: []
        )
        let indicator = try #require(service.indicator(objective, window: .seconds(10)))
        let engine = await Self.engine()
        #expect(try await Self.value(indicator.errorRatio, engine).map { abs($0 - 0.3) < 1e-9 } == true)
        #expect(try await Self.value(indicator.errors, engine).map { abs($0 - 30) < 1e-9 } == true)
        #expect(try await Self.value(indicator.total, engine).map { abs($0 - 100) < 1e-9 } == true)
        #expect(try await Self.value(indicator.count, engine).map { abs($0 - 1000) < 1e-6 } == true)
        // What does not tell has lost none, and what nobody answers any more has lost all.
        #expect(try await Self.value(indicator.errorRatio, await Self.engine(cut: false)) == 0)
        #expect(try await Self.value(indicator.errorRatio, await Self.engine(answered: 0)) == 1)
    }

    @Test("Each whole expression is the number on the screen", arguments: [true, false], [70, 0])
    func screen(cut: Bool, answered: Int) async throws {
        let (engine, catalog) = (await Self.engine(cut: cut, answered: answered), Self.catalog())
        let poller = SignalPoller(engine: engine, catalog: catalog, window: .seconds(10))
        let snapshot = try await poller.poll(at: Timestamp(seconds: 11))
        for signal in [Signal.requestRate, .successShare, .errorShare] {
            let value = try await Self.value(catalog.whole(signal), engine) ?? 0
            #expect(abs(value - (snapshot[signal].value ?? 0)) < 1e-9, "\(signal)")
        }
        let failed = try await Self.value(catalog.failedRate, engine) ?? 0
        #expect(abs(failed - (snapshot.errorsPerSecond ?? 0)) < 1e-9)
        #expect(catalog.expressions[.errorShare] == catalog.whole(.errorShare))
    }

    @Test("Failures since a breach began have them too")
    func counted() async throws {
        let engine = await Self.engine()
        let counted = Self.catalog().failuresCounted(within: .seconds(5), interval: .seconds(1))
        #expect(try await Self.value(counted, engine) == 150)
    }

    @Test("Where nothing counts them the whole is the part", arguments: MetricProfile.builtin.profiles)
    func others(profile: MetricProfile) {
        let catalog = Self.catalog(profile)
        guard profile.unanswered == nil else {
            #expect(catalog.whole(.errorShare)?.contains(profile.unanswered?.name ?? "?") == true)
            return
        }
        for signal in Signal.allCases { #expect(catalog.whole(signal) == catalog.expression(for: signal)) }
        #expect(catalog.askedRate == catalog.requestRate && catalog.failedRate == catalog.errorRate)
        #expect(catalog.askedCount == catalog.requestCount)
    }
}
