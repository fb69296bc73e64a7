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

    @Test("Before the interval is known no rate is told that is not so", arguments: [5, 10, 20], [0, 2, 4])
    func beginning(interval: Int, phase: Int) async throws {
        let script = try PageScript(start: Self.start + .milliseconds(300)) { _, moment in
            Self.page((Int((moment - Self.start).inSeconds) + phase) / interval * interval)
        }
        var told = 0
        for number in 0..<interval * 5 {
            let update = try await script.poll(isFirst: number == 0)
            // After two polls alone nobody can know that the page will stand still.
            guard number > 2 else { continue }
            let snapshot = update.snapshot
            if snapshot[.requestRate].state == .idle { continue }
            guard let rate = snapshot[.requestRate].value else {
                #expect(snapshot.isWarmingUp, "\(number)")
                #expect(update.report?.warnings.contains { $0.contains("not known yet") } == true, "\(number)")
                continue
            }
            told += 1
            #expect(abs(rate - 42) < 1, "\(number): \(rate)")
        }
        #expect(told > interval)
    }

    @Test("Traffic that begins on a page that stood still is told from the second poll that moves on")
    func begun() async throws {
        let script = try PageScript(start: Self.start + .milliseconds(300)) { _, moment in
            Self.page(max(10, Int((moment - Self.start).inSeconds)))
        }
        for number in 0..<20 {
            let snapshot = try await script.poll(isFirst: number == 0).snapshot
            if number < 10 { #expect(snapshot[.requestRate].state == .idle || number < 2) }
            if number > 11 { #expect(snapshot[.requestRate].value ?? 0 > 2, "\(number): \(snapshot[.requestRate])") }
        }
    }

    @Test("Pages whose samples are of another time each are added up as of when all are known")
    func apart() async throws {
        let script = try PageScript(["h:1", "h:2"], start: Self.start + .milliseconds(300)) { url, moment in
            let seconds = Int((moment - Self.start).inSeconds)
            guard url.contains("h:2") else { return Self.page(seconds) }
            let stamp = seconds / 4 * 4
            return PageScript.counter(9000 + 42 * stamp, stamp: Self.start + .seconds(stamp))
        }
        for number in 0..<40 {
            let snapshot = try await script.poll(isFirst: number == 0).snapshot
            guard number > 9 else { continue }
            #expect(abs((snapshot[.requestRate].value ?? 0) / 84 - 1) < 0.03, "\(number): \(snapshot[.requestRate])")
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
