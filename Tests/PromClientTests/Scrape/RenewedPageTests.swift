import GoldenSignals
import PromClient
import PromModel
import Testing

/// Pages that are written anew now and then, and asked for more often.
@Suite("Renewed pages")
struct RenewedPageTests {
    private static let start = Timestamp(seconds: 1_000_000)

    private static func page(_ second: Int) -> HTTPAnswer {
        PageScript.text(
            """
            # TYPE http_requests_total counter
            http_requests_total{method="GET",route="/r",status="200"} \(4000 + 40 * second)
            http_requests_total{method="GET",route="/r",status="500"} \(200 + 2 * second)

            """
        )
    }

    @Test("Once the interval is known the rates are right at each poll, over whole renewals", arguments: [5, 10, 20])
    func steady(interval: Int) async throws {
        let script = try PageScript(start: Self.start + .milliseconds(300)) { _, moment in
            Self.page(Int((moment - Self.start).inSeconds) / interval * interval)
        }
        for number in 0..<interval * 7 {
            let update = try await script.poll(isFirst: number == 0)
            guard number > interval * 2 + 2 else { continue }
            let snapshot = update.snapshot
            #expect(abs((snapshot[.requestRate].value ?? 0) - 42) < 1, "\(number): \(snapshot[.requestRate])")
            #expect(abs((snapshot[.errorShare].value ?? 0) - 2.0 / 42) < 0.002, "\(number)")
            #expect(update.report?.warnings.contains { $0.contains("renewed each \(interval) s only") } == true)
            if number > interval * 6 { #expect(!snapshot.isPartial, "\(number): \(snapshot.window)") }
        }
    }

    @Test("A page that is not renewed any more is no page that is renewed: it stands still")
    func stopped() async throws {
        let script = try PageScript(start: Self.start + .milliseconds(300)) { _, moment in
            Self.page(min(Int((moment - Self.start).inSeconds) / 5 * 5, 30))
        }
        var last: SourceUpdate?
        for number in 0..<70 { last = try await script.poll(isFirst: number == 0) }
        let update = try #require(last)
        #expect(update.snapshot[.requestRate].state == .idle)
        #expect(update.report?.warnings.contains { $0.contains("has moved for") } == true)
    }

    @Test("Few requests at even intervals make no page that is renewed")
    func fewRequests() {
        var stillness = PageStillness()
        for second in 0..<60 {
            let moment = Self.start + .seconds(second)
            let text = "# TYPE a_total counter\na_total \(second / 5)\n"
            stillness.observe(ExpositionParser.parse(Array(text.utf8), format: .text), at: moment)
            if stillness.uncounted != nil { stillness.noteRequests(1) }
            #expect(stillness.renewals(at: moment).isEmpty)
        }
    }
}
