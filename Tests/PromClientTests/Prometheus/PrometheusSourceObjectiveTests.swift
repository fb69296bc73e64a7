import GoldenSignals
import PromClient
import PromModel
import Testing

@Suite("Prometheus source: objectives")
struct PrometheusSourceObjectiveTests {
    private static let demo = ServiceLevelObjective(
        name: "availability",
        objective: 0.99,
        indicator: .availability,
        period: .seconds(21_600),
        windows: BurnRateWindow.demo
    )

    private static func failing() async -> FakePrometheus {
        let fake = FakePrometheus()
        await fake.scrape(FakeTarget("shop"), page: FakePrometheus.goPage(20, failing: 0.2))
        return fake
    }

    /// Asks all slow questions there are; the fake's time stands still.
    private static func askAll(_ source: PrometheusSource) async {
        for _ in 0..<6 { await source.askSlowly() }
    }

    @Test("Where nothing is promised nothing is asked about it")
    func nothing() async throws {
        let fake = await Self.failing()
        let source = try fake.source()
        _ = await source.pollOnce()
        _ = fake.takeRequests()
        await Self.askAll(source)
        // What traffic there was in the last hour is another matter.
        let asked = fake.takeRequests().filter { !$0.expression.contains("[1h:5m]") }
        #expect(!asked.contains { $0.expression.contains("objective") || $0.expression.contains("count_over_time") })
        #expect(await source.pollOnce().report?.objectives.isEmpty == true)
    }

    @Test("An objective is asked about beside the polls, and a refresh asks no more for it")
    func beside() async throws {
        let fake = await Self.failing()
        let plain = try fake.source()
        _ = await plain.pollOnce()
        _ = fake.takeRequests()
        fake.advance(.seconds(15))
        _ = await plain.pollOnce()
        let usual = fake.takeRequests().count

        let other = await Self.failing()
        let source = try other.source(objectives: WantedObjectives(worded: [Self.demo]))
        _ = await source.pollOnce()
        await Self.askAll(source)
        _ = other.takeRequests()
        other.advance(.seconds(15))
        let update = await source.pollOnce()
        #expect(other.takeRequests().count == usual)
        let report = try #require(update.report?.objectives.first)
        #expect(report.origin == .given && report.problem == nil)
        // A fifth of the requests fails, and one of a hundred may: ten minutes of six hours are there.
        #expect(report.status.state == .page && abs((report.status.burnRate ?? 0) - 20) < 0.01)
        let fullness = try #require(report.status.periodFullness)
        #expect(fullness > 0 && fullness < 0.1, "\(fullness)")
        #expect(report.curve == nil)
    }

    @Test("Series that rules record are looked up first, and a long window is not asked again so soon")
    func recorded() async throws {
        let fake = await Self.failing()
        let source = try fake.source(objectives: WantedObjectives(worded: [Self.demo]))
        _ = await source.pollOnce()
        _ = fake.takeRequests()
        _ = await source.askObjectives(withCurves: false)
        let first = fake.takeRequests().map(\.expression)
        #expect(first.first?.contains("slo:sli_error:ratio_rate5m{slo=\"shop-availability\"}") == true)
        #expect(first.contains { $0.contains("[6h") })
        fake.advance(.seconds(60))
        _ = await source.askObjectives(withCurves: false)
        let second = fake.takeRequests().map(\.expression)
        #expect(second.contains { $0.contains("[1m") } && !second.dropFirst().contains { $0.contains("[6h]") })
    }

    @Test("Whoever looks sees curves, and what is usual where nothing is promised")
    func shown() async throws {
        let fake = await Self.failing()
        let source = try fake.source()
        _ = await source.pollOnce()
        let reports = await source.showObjectives()
        #expect(
            reports.map(\.origin) == [.usual, .usual]
                && reports.map(\.status.objective.name) == ["availability", "latency"]
        )
        #expect(reports[0].status.state == .page)
        #expect(reports[0].status.objective.indicator == .availability)
        // Of the histogram's bounds none is half a second: its last one stands in.
        #expect(reports[1].status.objective.indicator == .latency(seconds: 0.1))
        await source.hideObjectives()
        #expect(await source.askObjectives(withCurves: false).isEmpty)
    }

    @Test("A time that is no bound of the histogram is told with the bound that is there")
    func bound() async throws {
        let fake = await Self.failing()
        let quick = ServiceLevelObjective(
            name: "latency",
            objective: 0.95,
            indicator: .latency(seconds: 0.3),
            period: .seconds(21_600),
            windows: BurnRateWindow.demo
        )
        let source = try fake.source(objectives: WantedObjectives(worded: [quick]))
        _ = await source.pollOnce()
        let report = try #require(await source.askObjectives(withCurves: false).first)
        #expect(report.status.state == .unknown && report.problem == "no bucket at 300ms: 100ms is the nearest")
    }

    @Test("The objectives that the server's rules alert on are found by them")
    func found() async throws {
        let fake = await Self.failing()
        let expression =
            "slo:sli_error:ratio_rate1h{slo=\\\"shop-main\\\"} > 14.4 * 0.01 and slo:sli_error:ratio_rate5m{slo=\\\"shop-main\\\"} > 14.4 * 0.01"
        fake.answerRules(
            #"{"groups":[{"name":"g","rules":[{"type":"alerting","name":"Burn","query":""# + expression
                + #"","duration":0,"labels":{"severity":"critical"},"annotations":{},"alerts":[],"state":"inactive","health":"ok"}]}]}"#
        )
        let record = """
            slo:sli_error:ratio_rate1h{slo="shop-main"} 0.3
            slo:sli_error:ratio_rate5m{slo="shop-main"} 0.2
            slo:period_error_budget_remaining:ratio{slo="shop-main"} 0.25
            slo:period:seconds{slo="shop-main"} 604800

            """
        await fake.scrape(FakeTarget("rules"), page: { _ in record })
        let source = try fake.source(service: "shop")
        _ = await source.pollOnce()
        let reports = await source.askObjectives(withCurves: true)
        let report = try #require(reports.first)
        #expect(reports.count == 1 && report.origin == .recorded && report.status.state == .page)
        #expect(report.status.objective.period == .seconds(604_800))
        #expect(abs((report.status.budgetLeft ?? 0) - 0.25) < 1e-9)
        #expect(abs((report.status.burnRate ?? 0) - 30) < 1e-9)
        #expect(report.curve?.isRecorded == true)
    }

    @Test("A question that the server cannot answer is told with its objective, and the poll goes on")
    func failing() async throws {
        let fake = await Self.failing()
        let source = try fake.source(objectives: WantedObjectives(worded: [Self.demo]))
        _ = await source.pollOnce()
        fake.override { request in
            request.expression.contains("[6h") ? HTTPAnswer(status: 503, contentType: "text/plain", body: []) : nil
        }
        let reports = await source.askObjectives(withCurves: false)
        #expect(reports.first?.problem?.isEmpty == false)
        fake.advance(.seconds(15))
        let update = await source.pollOnce()
        #expect(update.failure == nil && update.snapshot[.requestRate].value != nil)
    }
}
