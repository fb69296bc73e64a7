import GoldenSignals
import PromModel
import Testing

@Suite("What was counted scrape by scrape")
struct BreachTraceTests {
    private static func series(_ tag: String, _ values: [Double]) -> Series {
        Series(
            labels: [SignalCatalog.tagLabel: tag],
            samples: values.enumerated().map { Sample(timestamp: Timestamp(seconds: Double($0) * 5), value: $1) }
        )
    }

    @Test("The share of scrapes that were answered is the newest one, and is no count")
    func answered() throws {
        let catalog = SignalCatalog(
            profile: try #require(MetricProfile.builtin.profiles.first),
            selector: "job=\"a\"",
            window: .seconds(60)
        )
        let queries = BreachTraceQueries(catalog: catalog, bad: .failed, step: .seconds(5), window: .seconds(60))
        let answer = [
            Self.series("requests", [10, 10, 10]), Self.series("bad", [0, 1, 2]),
            Self.series("answered", [1, 0.75, 0.5]),
        ]
        let trace = queries.trace(answer, detected: Timestamp(seconds: 10))
        #expect(trace.answered == 0.5)
        #expect(trace.increments.map(\.requests) == [50, 50, 50])
        #expect(trace.increments.map(\.bad) == [0, 5, 10])
        #expect(queries.trace(Array(answer.prefix(2)), detected: Timestamp(seconds: 10)).answered == nil)
    }

    @Test("Of a breach that is over all is asked for, or what is around its beginning and its end where it was long")
    func stretches() throws {
        let catalog = SignalCatalog(
            profile: try #require(MetricProfile.builtin.profiles.first),
            selector: "job=\"a\"",
            window: .seconds(60)
        )
        let queries = BreachTraceQueries(catalog: catalog, bad: .failed, step: .seconds(5), window: .seconds(60))
        let limit = try #require(Limit.defaults.first { $0.signal == .errorShare })
        func asked(lasting seconds: Int, through newest: Int) -> [ClosedRange<Timestamp>] {
            let found = Timestamp(seconds: 100_000)
            let breach = EndedBreach(
                found: found,
                until: found + .seconds(seconds),
                step: .seconds(15),
                after: nil,
                of: limit
            )
            return queries.stretches(of: breach, through: found + .seconds(newest))
        }
        let short = asked(lasting: 120, through: 1000)
        #expect(short.count == 1)
        #expect(short[0].lowerBound <= Timestamp(seconds: 100_000 - 135))
        #expect(short[0].upperBound >= Timestamp(seconds: 100_180))
        #expect(asked(lasting: 120, through: 130)[0].upperBound == Timestamp(seconds: 100_130))
        let long = asked(lasting: 40_000, through: 90_000)
        #expect(long.count == 2)
        #expect(long.reduce(Duration.zero) { $0 + ($1.upperBound - $1.lowerBound) } < .seconds(1200))
        #expect(long[1].contains(Timestamp(seconds: 140_000)) && long[0].contains(Timestamp(seconds: 99_900)))
    }
}
