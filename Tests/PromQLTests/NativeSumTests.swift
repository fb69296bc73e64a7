import PromModel
import PromQL
import Randomness
import Testing

/// Sums of rates of native histograms, which range queries evaluate column by column where histograms are laid out alike.
@Suite struct NativeSumTests {
    /// What happens to the series `h`, with the labels `job` and `instance`.
    enum Happening: String, CaseIterable {
        case nothing, restarts, staleness, missedScrapes
        case otherSchema, otherThreshold, bucketWithinZero, custom, otherBounds, zerosOfCustom, gauges, numbers
        case infinity, notANumber
    }

    private static let queries = [
        "sum by (job) (rate(h[1m]))",
        "sum(increase(h[2m]))",
        "sum without (instance) (rate(h[20s]))",
        "sum by (instance) (rate(h[1m] offset 45s))",
        "sum by (job) (rate(h[1m] @ end()))",
        "sum by (job) ((rate((h[1m] @ 700))))",
        "histogram_quantile(0.99, sum by (job) (rate(h[1m])))",
        "histogram_quantile(0.1, sum(rate(h[5m])))",
        "histogram_fraction(0.1, 0.5, sum by (job) (rate(h[1m])))",
        "histogram_count(sum by (job) (rate(h[1m])))",
        "histogram_sum(sum(increase(h[1m]))) / histogram_count(sum(increase(h[1m])))",
        "sum by (absent) (rate(h{job='a'}[1m]))",
        "avg by (job) (rate(h[1m]))",
        "max_over_time(histogram_quantile(0.9, sum by (job) (rate(h[1m])))[2m:17s])",
        "sum_over_time(sum by (job) (rate(h[20s]))[2m:30s])",
        "topk(1, histogram_count(sum by (job) (rate(h[20s]))))",
        "limitk(1, sum by (job) (rate(h[20s])))",
        "sum(rate(absent[1m]))", "sum(rate({__name__=~'h|i'}[1m]))",
        "rate(h[1m])", "histogram_quantile(0.5, rate(h[1m]))",
    ]

    private static func store(_ happening: Happening) throws -> SampleStore {
        var random = SeededRandom(seed: UInt64(happening.rawValue.utf8.count))
        var store = SampleStore()
        for instance in 0..<6 {
            let job = "ab".randomElement(using: &random) ?? "a"
            let labels = try PromQLParser.parseSeries("h{instance='\(instance)',job='\(job)'}")
            var source = Source(isCustom: [.custom, .otherBounds, .zerosOfCustom].contains(happening))
            let offset = Int64(instance % 3) * 700
            for scrape in 0..<300 {
                let time = Timestamp(milliseconds: Int64(scrape) * 5000 + offset)
                source.observe(&random)
                switch happening {
                case .restarts:
                    if Int.random(in: 0..<40, using: &random) == 0 { source.restart() }
                case .staleness:
                    if Int.random(in: 0..<40, using: &random) == 0 {
                        let marker = FloatHistogram(sum: StaleMarker.value)
                        store.append(labels, HistogramSample(timestamp: time, histogram: marker))
                        if Bool.random(using: &random) { source.restart() }
                        continue
                    }
                case .missedScrapes:
                    if Int.random(in: 0..<3, using: &random) == 0 { continue }
                default: break
                }
                let isLate = instance == 3 && scrape > 150
                if happening == .numbers, instance == 3, scrape % 50 == 7 {
                    store.append(labels, Sample(timestamp: time, value: 1))
                    continue
                }
                let histogram = source.histogram(happening, isLate: isLate)
                store.append(labels, HistogramSample(timestamp: time, histogram: histogram))
            }
        }
        return store
    }

    /// What is counted, with buckets that come up in time, on both sides of zero.
    private struct Source {
        let isCustom: Bool
        private var positive: [Double] = Array(repeating: 0, count: 12)
        private var negative: [Double] = Array(repeating: 0, count: 4)
        private var zero = 0.0
        private var sum = 0.0

        init(isCustom: Bool) { self.isCustom = isCustom }

        mutating func restart() { self = Source(isCustom: isCustom) }

        mutating func observe(_ random: inout SeededRandom) {
            for _ in 0..<Int.random(in: 0..<9, using: &random) {
                positive[Int.random(in: 0..<4, using: &random) * Int.random(in: 0..<4, using: &random)] += 0.1
                sum += Double.random(in: 0..<3, using: &random)
            }
            guard !isCustom else { return }
            if Bool.random(using: &random) { zero += 1 }
            negative[Int.random(in: 0..<40, using: &random) % 17 % 4] += 1
        }

        func histogram(_ happening: Happening, isLate: Bool) -> FloatHistogram {
            // Only the buckets that count anything are written down.
            func buckets(_ counts: [Double], from first: Int32) -> HistogramBuckets {
                var buckets = HistogramBuckets(from: first, counts: counts)
                buckets.compact()
                return buckets
            }
            var result = FloatHistogram(
                hint: happening == .gauges && isLate ? .gauge : .unknown,
                schema: happening == .otherSchema && isLate ? 1 : 2,
                zeroThreshold: happening == .otherThreshold && isLate ? 0.3 : 0.001,
                zeroCount: zero,
                count: positive.reduce(zero, +) + negative.reduce(0, +),
                sum: sum,
                positive: buckets(positive, from: -6),
                negative: buckets(negative, from: -2)
            )
            switch happening {
            case .bucketWithinZero: result.zeroThreshold = 0.4
            case .infinity: if isLate { result.sum = .infinity }
            case .notANumber: if isLate { result.sum = .nan }
            default: break
            }
            guard isCustom else { return result }
            result.schema = FloatHistogram.customSchema
            result.zeroThreshold = 0
            result.zeroCount = happening == .zerosOfCustom ? 2 : 0
            result.negative = HistogramBuckets()
            result.positive = buckets(positive, from: 0)
            result.customBounds = (0..<11).map { Double($0) / 4 }
            if happening == .otherBounds, isLate { result.customBounds[3] = 0.7 }
            return result
        }
    }

    @Test("Each step has what an instant query gives, to the last bit", arguments: Happening.allCases)
    func againstInstants(happening: Happening) throws {
        var store = try Self.store(happening)
        var values = 0
        for (isNewest, isClosed) in [(true, false), (false, false), (true, true)] {
            for query in Self.queries {
                let comparison = RangeComparison(
                    engine: PromQLEngine(
                        options: .init(
                            windowSemantics: isClosed ? .closed : .leftOpen,
                            delaysNameRemoval: false,
                            hasNewestCorrections: isNewest
                        )
                    ),
                    store: store,
                    // Before the first sample, beyond the last, and through sealed blocks and the open one.
                    start: Timestamp(seconds: -20),
                    end: Timestamp(seconds: 1600),
                    step: .seconds(35)
                )
                values += try comparison.expectSame(query)
            }
            // The oldest blocks are not whole any more.
            store.dropSamples(before: Timestamp(seconds: 333))
        }
        #expect(values > 1000)
    }

    @Test("Where the results of many groups do not fit, they are worked out some steps at a time")
    func manyGroups() throws {
        var store = SampleStore()
        for instance in 0..<300 {
            let labels = try PromQLParser.parseSeries("h{instance='\(instance)'}")
            for scrape in 0..<40 {
                let counts = (0..<160).map { Double(scrape * ($0 + instance) % 7 + 7 * scrape) }
                let histogram = FloatHistogram(
                    schema: 3,
                    count: counts.reduce(0, +),
                    sum: Double(scrape),
                    positive: HistogramBuckets(from: -80, counts: counts)
                )
                let time = Timestamp(milliseconds: Int64(scrape) * 5000)
                store.append(labels, HistogramSample(timestamp: time, histogram: histogram))
            }
        }
        let comparison = RangeComparison(
            engine: PromQLEngine(),
            store: store,
            start: Timestamp(seconds: 20),
            end: Timestamp(seconds: 200),
            step: .seconds(5)
        )
        let values = try comparison.expectSame("sum by (instance) (rate(h[20s]))")
        #expect(values == 300 * 37)
    }
}
