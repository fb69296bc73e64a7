import PromModel
import PromQL
import Testing

/// What bounds the pages that are scraped, and the memory that they take.
@Suite struct ScrapeLimitTests {
    private static let target: Labels = ["job": "j", "instance": "i"]

    private static func page(_ text: String) -> Exposition {
        ExpositionParser.parse(Array(text.utf8), format: .text)
    }

    @Test(
        "A limit is broken by one more than it says, labels of the target and the name included",
        arguments: [
            (ScrapeLimit.samples, 2, "sample_limit of 1 exceeded: it has 2 samples"),
            (.labels, 4, "label_limit of 3 exceeded: a has 4 labels"),
            (.labelNameLength, 8, "label_name_length_limit of 7 exceeded: a has the label __name__ of 8 bytes"),
            (.labelValueLength, 5, "label_value_length_limit of 4 exceeded: the value of a's label é has 5 bytes"),
        ]
    )
    func bounds(limit: ScrapeLimit, needed: Int, message: String) {
        let page = Self.page("a{\"é\"=\"12345\"} 1\nb 1\n")
        #expect(page.problems.isEmpty)
        #expect(ScrapeLimits([limit: needed]).violation(by: page, of: Self.target) == nil)
        #expect(ScrapeLimits([limit: needed - 1]).violation(by: page, of: Self.target) == message)
    }

    @Test("A label that clashes with the target's is judged under its new name")
    func clash() {
        let page = Self.page("a{job=\"x\"} 1\n")
        #expect(ScrapeLimits([.labels: 3]).violation(by: page, of: Self.target)?.contains("has 4 labels") == true)
        let names = ScrapeLimits([.labelNameLength: 11]).violation(by: page, of: Self.target)
        #expect(names?.contains("the label exported_job of 12 bytes") == true)
    }

    @Test("Beyond the budget the oldest samples go; what the newest scrape brought stays")
    func budget() throws {
        var store = SampleStore()
        for second in 0..<3000 {
            let body = (0..<5).map { "m{n=\"\($0)\"} \(Double(second * $0).squareRoot())\n" }.joined()
            store.ingest(
                Scrape(
                    target: Self.target,
                    start: Timestamp(seconds: Double(second)),
                    duration: .milliseconds(1),
                    outcome: .success(Self.page(body))
                )
            )
        }
        let whole = store.byteCount
        var cut = store.shrink(toBytes: whole)
        #expect(cut == nil && store.byteCount == whole)
        cut = store.shrink(toBytes: whole / 2)
        let moment = try #require(cut)
        #expect(store.byteCount <= whole / 2 && store.byteCount > whole / 8)
        let kept = store.series(
            matching: [LabelMatcher("__name__", equals: "m")],
            from: Timestamp(milliseconds: .min),
            through: Timestamp(milliseconds: .max)
        )
        #expect(kept.count == 5)
        for series in kept {
            #expect(series.samples.first?.timestamp == moment)
            #expect(series.samples.last?.timestamp == Timestamp(seconds: 2999))
            #expect(
                zip(series.samples, series.samples.dropFirst()).allSatisfy {
                    $1.timestamp - $0.timestamp == .seconds(1)
                }
            )
        }
        _ = store.shrink(toBytes: 0)
        #expect(store.sampleCount == store.seriesCount && store.newestTimestamp == Timestamp(seconds: 2999))
    }

    @Test("A failed scrape tells how many samples had been read")
    func failed() throws {
        var store = SampleStore()
        let outcome = Scrape.Outcome.failure(reason: "line 8", scraped: 7)
        store.ingest(Scrape(target: Self.target, start: Timestamp(seconds: 1), duration: .zero, outcome: outcome))
        #expect(try Fixture.value("scrape_samples_scraped", at: 1, in: store) == 7)
        #expect(try Fixture.value("up", at: 1, in: store) == 0)
    }

    @Test("A page without a target is stored as it is, in order of time")
    func pageStore() throws {
        let page = Self.page("a{x=\"1\"} 3 30000\na{x=\"1\"} 1 10000\nb 7\na{x=\"1\"} 9 30000\n")
        let store = SampleStore(page, at: Timestamp(seconds: 20))
        #expect(try Fixture.ask("a", at: 40, in: store) == ["a{x=\"1\"}": 3])
        #expect(try Fixture.ask("a", at: 29, in: store) == ["a{x=\"1\"}": 1])
        #expect(try Fixture.value("b", at: 20, in: store) == 7)
        #expect(try Fixture.value("b", at: 19, in: store) == nil)
        #expect(store.sampleCount == 3 && store.outOfOrderCount == 1)
    }
}
