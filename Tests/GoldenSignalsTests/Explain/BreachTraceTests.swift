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
}
