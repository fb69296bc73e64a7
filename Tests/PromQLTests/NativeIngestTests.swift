import PromModel
import PromQL
import Testing

/// What the store makes of native histograms.
@Suite struct NativeIngestTests {
    private static let target: Labels = ["job": "app", "instance": "one"]

    private static func histogram(_ counts: [Double], hint: CounterResetHint = .unknown) -> FloatHistogram {
        let total = counts.reduce(0, +)
        return FloatHistogram(
            hint: hint,
            count: total,
            sum: total,
            positive: HistogramBuckets(from: 0, counts: counts)
        )
    }

    /// A page with a number, and a histogram if there is one.
    private static func scrape(_ seconds: Double, _ histogram: FloatHistogram?) -> Scrape {
        let page = Exposition(
            samples: [ExpositionSample(labels: ["__name__": "up_since"], value: 1)],
            histograms: histogram.map { [ExpositionHistogram(labels: ["__name__": "wait"], histogram: $0)] } ?? []
        )
        return Scrape(
            target: target,
            start: Timestamp(seconds: seconds),
            duration: .milliseconds(20),
            outcome: .success(page)
        )
    }

    private static func stored(in store: SampleStore) -> [HistogramSample] {
        let matchers = [LabelMatcher("__name__", equals: "wait"), LabelMatcher("job", equals: "app")]
        let all = store.series(
            matching: matchers,
            from: Timestamp(milliseconds: .min),
            through: Timestamp(milliseconds: .max)
        )
        return all.first?.histograms ?? []
    }

    @Test("A histogram is stored beside the numbers, and asked for as they are")
    func ingested() throws {
        var store = SampleStore()
        for step in 0..<5 { store.ingest(Self.scrape(Double(step) * 15, Self.histogram([1, 2 * Double(step)]))) }
        #expect(Self.stored(in: store).map(\.histogram.count) == [1, 3, 5, 7, 9])
        #expect(try Fixture.value("scrape_samples_scraped", at: 60, in: store) == 2)
        #expect(try Fixture.value("histogram_count(wait)", at: 60, in: store) == 9)
        // Four steps of two within a minute.
        #expect(
            try Fixture.value("histogram_count(increase(wait[1m1ms]))", at: 60, in: store).map { $0.rounded() } == 8
        )
    }

    @Test("It ends where it is gone, and where its target does not answer")
    func stale() throws {
        var store = SampleStore()
        store.ingest(Self.scrape(0, Self.histogram([1])))
        store.ingest(Self.scrape(15, nil))
        #expect(try Fixture.value("count(wait)", at: 14, in: store) == 1)
        #expect(try Fixture.value("count(wait)", at: 15, in: store) == nil)
        store.ingest(Self.scrape(30, Self.histogram([2])))
        #expect(try Fixture.value("histogram_count(wait)", at: 30, in: store) == 2)
        store.ingest(
            Scrape(
                target: Self.target,
                start: Timestamp(seconds: 45),
                duration: .milliseconds(1),
                outcome: .failure(reason: "refused")
            )
        )
        #expect(try Fixture.value("count(wait)", at: 45, in: store) == nil)
    }

    @Test("What it says of the one before is found out by the store")
    func hints() {
        var store = SampleStore()
        let counts: [[Double]] = [[5], [6], [2], [3], [3, 1]]
        for (step, counts) in counts.enumerated() {
            store.ingest(Self.scrape(Double(step), Self.histogram(counts, hint: .unknown)))
        }
        #expect(Self.stored(in: store).map(\.histogram.hint) == [.unknown, .notReset, .unknown, .notReset, .notReset])
        var gauge = SampleStore()
        for step in 0..<2 { gauge.ingest(Self.scrape(Double(step), Self.histogram([3], hint: .gauge))) }
        #expect(Self.stored(in: gauge).map(\.histogram.hint) == [.gauge, .gauge])
    }

    @Test("What stays the same costs little, and what is old is forgotten by the budget")
    func memory() {
        let wide = (0..<100).map { Double($0 + 1) }
        func bytes(_ change: (Int) -> [Double]) -> Int {
            var store = SampleStore()
            for step in 0..<200 { store.ingest(Self.scrape(Double(step), Self.histogram(change(step)))) }
            return store.byteCount
        }
        let still = bytes { _ in wide }
        let moving = bytes { step in wide.map { $0 * Double(step + 1) } }
        // Counts of 8 bytes each are new with every scrape; indexes are not.
        #expect(moving - still > 199 * 800 && moving - still < 199 * 1300)
        var store = SampleStore()
        for step in 0..<200 {
            store.ingest(Self.scrape(Double(step), Self.histogram(wide.map { $0 * Double(step + 1) })))
        }
        _ = store.shrink(toBytes: store.byteCount / 2)
        let left = Self.stored(in: store)
        #expect(left.count < 110 && left.count > 20)
        #expect(left.last?.timestamp == Timestamp(seconds: 199))
    }
}
