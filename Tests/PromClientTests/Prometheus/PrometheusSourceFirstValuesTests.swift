import GoldenSignals
import PromClient
import PromModel
import Testing

@Suite("Prometheus source: first values of new series at moments of the past")
struct PrometheusSourceFirstValuesTests {
    /// Twenty requests a second; from second 480 on two more a second fail, and 90 have when their series is scraped first.
    private static let page: @Sendable (Int) -> String? = { second in
        var lines = ["http_requests_total{code=\"200\",handler=\"/a\"} \(second * 20)"]
        if second >= 480 {
            lines.append("http_requests_total{code=\"503\",handler=\"/b\"} \(90 + (second - 480) * 2)")
        }
        return (lines + ["process_start_time_seconds 100", ""]).joined(separator: "\n")
    }

    @Test("A number is what its expression tells and what is told to have been added, in the list and in words too")
    func told() async throws {
        let fake = FakePrometheus(countsFromZero: false)
        await fake.scrape(FakeTarget("shop", "shop:1"), page: Self.page)
        let source = try fake.source(service: "shop")
        let report = try #require(await source.pollOnce().report)
        let moment = FakePrometheus.start - .seconds(600 - 510)
        let look = await source.look(at: moment)
        let api = PrometheusEngine(
            PrometheusAPI(
                url: try PrometheusURL("http://prometheus:9090"),
                transport: fake,
                timeout: .seconds(5),
                userAgent: "sretop/test"
            )
        )
        func asked(_ signal: Signal) async throws -> Double {
            let expression = try #require(report.expressions[signal])
            let value = try await api.instant(expression, at: moment).first?.value
            return try #require(value)
        }
        let (rate, share) = (try await asked(.requestRate), try await asked(.errorShare))
        let added = try #require(look.snapshot.added(to: .errorShare))
        #expect(added.failures > 60 && added.failures <= 90 && added.requests == added.failures)
        let requests = rate * 60 + added.requests
        let shown = try #require(look.snapshot[.errorShare].value)
        #expect(abs(shown - (share * rate * 60 + added.failures) / requests) < 1e-9)
        #expect(abs((look.snapshot[.requestRate].value ?? 0) - requests / 60) < 1e-9)
        #expect(look.snapshot.added(to: .p99Latency) == nil)
        let row = try #require(look.report?.services.first { $0.service.name == "shop" })
        #expect(row.errorShare == shown && row.requestRate == look.snapshot[.requestRate].value)
        let line = look.snapshot.firstValuesLine
        #expect(line.contains("\(Int(added.failures.rounded())) failures in the window"))
        #expect(look.report?.explanation.contains(line) == true, "\(look.report?.explanation ?? [])")
        // Now the window holds nothing that is new.
        let calm = await source.look(at: FakePrometheus.start - .seconds(15))
        #expect(calm.snapshot.added(to: .errorShare) == nil)
        #expect(calm.report?.explanation.contains { $0.contains("added: 0 requests, 0 failures") } == true)
    }
}
