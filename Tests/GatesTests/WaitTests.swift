import Gates
import GoldenSignals
import PromModel
import Testing

@Suite("Waiting for a condition")
struct WaitTests {
    private static func parse(_ text: String) -> Duration? {
        ["5m": .seconds(300), "10s": .seconds(10), "2d": .seconds(172_800)][text]
    }

    private func condition(_ text: String) throws -> WaitCondition {
        try WaitCondition(text, parseDuration: Self.parse)
    }

    @Test("A condition is read")
    func reading() throws {
        let read = try condition("errors < 1% and p95<300ms and rps>10/s for 5m")
        #expect(read.duration == .seconds(300))
        #expect(read.terms.map(\.text) == ["5xx < 1%", "p95 < 300ms", "RPS > 10/s"])
        #expect(read.terms.map(\.threshold) == [0.01, 0.3, 10])
        #expect(try condition("sat<85%").duration == .zero)
    }

    @Test(
        "What is none is refused with what is allowed",
        arguments: [
            ("", "empty"), ("errors", "neither < nor >"), ("5yy<1%", "none of errors"), ("errors<1", "1%"),
            ("p95<300", "300ms"), ("errors<1% for ever", "for ever"), ("errors<1% for 2d", "24h"), ("errors<-1%", "1%"),
        ]
    )
    func refused(text: String, word: String) {
        let failure = #expect(throws: WaitCondition.Failure.self) { try condition(text) }
        #expect(failure?.description.contains(word) == true, "\(String(describing: failure))")
    }

    private func observed(
        _ polls: [(Int64, Double?, Double)],
        _ text: String = "errors<1% for 10s"
    ) throws -> WaitProgress {
        var progress = WaitProgress(try condition(text), fewestRequests: 20, longestGap: .seconds(12))
        for (second, share, requests) in polls {
            let values = share.map { [Signal.errorShare: $0] } ?? [:]
            progress.observe(
                WaitProgress.Reading(values: values, requests: requests),
                at: Timestamp(milliseconds: second * 1000)
            )
        }
        return progress
    }

    @Test("It is met once it has held for as long as it says")
    func held() throws {
        #expect(try !observed([(0, 0.001, 100), (5, 0.002, 100)]).isMet)
        let met = try observed([(0, 0.001, 100), (5, 0.002, 100), (10, 0, 100)])
        #expect(met.isMet && met.held == .seconds(10) && met.words == "5xx 0%")
        #expect(try observed([(0, 0.001, 100)], "errors<1%").isMet)
    }

    @Test("What breaks it begins the time anew")
    func broken() throws {
        let failed = try observed([(0, 0, 100), (5, 0.02, 100), (10, 0, 100), (15, 0, 100)])
        #expect(!failed.isMet && failed.held == .seconds(5) && failed.judgement == .holds)
        let few = try observed([(0, 0, 100), (5, 0, 3), (10, 0, 100)])
        #expect(!few.isMet && few.held == .zero)
        let idle = try observed([(0, 0, 100), (5, nil, 0), (10, 0, 100)])
        #expect(!idle.isMet && idle.held == .zero)
        // Nobody looked for longer than a gap may be.
        let gap = try observed([(0, 0, 100), (13, 0, 100)])
        #expect(!gap.isMet && gap.held == .zero)
        // The same evaluation told twice is no time that passed.
        #expect(try observed([(0, 0, 100), (0, 0.5, 100)]).judgement == .holds)
    }

    @Test("A source that fails says nothing, and breaks it")
    func failing() throws {
        var progress = try observed([(0, 0, 100), (5, 0, 100)])
        progress.observe(noNumbers: "connection refused")
        #expect(progress.judgement == .unknown && progress.held == .zero && progress.longest == .seconds(5))
        #expect(progress.words == "connection refused")
    }

    @Test("That nobody asks any more can be waited for")
    func idle() throws {
        var progress = WaitProgress(try condition("rps<1 for 5m"), fewestRequests: 20, longestGap: .seconds(400))
        for second in [Int64(0), 300] {
            progress.observe(
                WaitProgress.Reading(values: [.requestRate: 0], requests: 0),
                at: Timestamp(milliseconds: second * 1000)
            )
        }
        #expect(progress.isMet && progress.words == "RPS 0/s")
    }

    @Test("One that fails outweighs one that cannot be told")
    func several() throws {
        var progress = WaitProgress(
            try condition("errors<1% and p95<300ms"),
            fewestRequests: 20,
            longestGap: .seconds(10)
        )
        progress.observe(
            WaitProgress.Reading(values: [.errorShare: 0.5], requests: 100),
            at: Timestamp(milliseconds: 0)
        )
        #expect(progress.judgement == .fails && progress.words == "5xx 50%, p95 has no number")
    }
}
