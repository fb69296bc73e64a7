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

    @Test("What stays the same costs little, and so do indexes that stay the same")
    func memory() {
        let wide = (0..<100).map { Double($0 + 1) }
        func bytes(_ change: (Int) -> [Double]) -> Int {
            var store = SampleStore()
            for step in 0..<100 { store.ingest(Self.scrape(Double(step), Self.histogram(change(step)))) }
            return store.byteCount
        }
        let still = bytes { _ in wide }
        let moving = bytes { step in wide.map { $0 * Double(step + 1) } }
        // Counts of 8 bytes each are new with every scrape; indexes are not.
        #expect(moving - still > 99 * 800 && moving - still < 99 * 1300)
    }

    /// A counter of 20 buckets, scraped again and again; buckets come by and by, and it begins anew at times.
    private static func counter(_ count: Int) -> [FloatHistogram] {
        var random: UInt64 = 42
        func next(_ bound: UInt64) -> UInt64 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (random >> 33) % bound
        }
        var counts = Array(repeating: 0.0, count: 20)
        return (0..<count).map { step in
            if next(300) == 0 { counts = counts.map { _ in 0 } }
            for place in counts.indices where next(4) > 0 && step > place * 10 { counts[place] += Double(next(30)) }
            var histogram = FloatHistogram(schema: step > count / 2 ? 3 : 4, zeroThreshold: 0.001, zeroCount: 2)
            for (place, count) in counts.enumerated() where count > 0 {
                histogram.positive.append(index: Int32(place * 3 - 20), count: count)
            }
            if step % 7 == 0 { histogram.negative = HistogramBuckets(from: 1, counts: [0.25, Double(step)]) }
            histogram.count = counts.reduce(2, +)
            histogram.sum = histogram.count * 0.3 + Double(step) / 7
            return histogram
        }
    }

    /// To the bit; an empty bucket may be written down or not.
    private static func areSame(_ stored: [HistogramSample], _ histograms: [FloatHistogram]) -> Bool {
        stored.map(\.histogram.compacted) == histograms.map(\.compacted)
    }

    @Test("What is sealed comes back to the bit, in a few bytes")
    func sealed() {
        let histograms = Self.counter(1000)
        var store = SampleStore()
        for (step, histogram) in histograms.enumerated() { store.ingest(Self.scrape(Double(step) * 15, histogram)) }
        let stored = Self.stored(in: store)
        #expect(stored.map(\.timestamp) == histograms.indices.map { Timestamp(seconds: Double($0) * 15) })
        #expect(Self.areSame(stored, histograms))
        var plain = SampleStore()
        for step in histograms.indices { plain.ingest(Self.scrape(Double(step) * 15, nil)) }
        let bytes = Double(store.byteCount - plain.byteCount) / 1000
        #expect(bytes < 100, "\(bytes) bytes a histogram")
        // A stretch within a sealed run, and one over the end of it.
        for (from, through) in [(30.0, 450.0), (1700, 1900), (14_000, 14_985)] {
            let some = store.series(
                matching: [LabelMatcher("__name__", equals: "wait")],
                from: Timestamp(seconds: from),
                through: Timestamp(seconds: through)
            )
            let wanted = (Int(from / 15)...Int(through / 15)).filter { Double($0) * 15 >= from }
            #expect(Self.areSame(some.first?.histograms ?? [], wanted.map { histograms[$0] }), "\(from)")
        }
    }

    @Test("What is old is forgotten, within a sealed run too", arguments: [10, 119, 120, 121, 350, 990])
    func dropped(oldest: Int) {
        let histograms = Self.counter(1000)
        var store = SampleStore()
        for (step, histogram) in histograms.enumerated() { store.ingest(Self.scrape(Double(step), histogram)) }
        store.dropSamples(before: Timestamp(seconds: Double(oldest) - 0.5))
        #expect(Self.areSame(Self.stored(in: store), Array(histograms[oldest...])))
        store.dropSamples(before: Timestamp(seconds: Double(oldest) + 4.5))
        #expect(Self.areSame(Self.stored(in: store), Array(histograms[(oldest + 5)...])))
        _ = store.shrink(toBytes: store.byteCount / 2)
        #expect(Self.stored(in: store).last?.timestamp == Timestamp(seconds: 999))
    }
}
