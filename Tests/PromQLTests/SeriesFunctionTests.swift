import PromModel
import PromQL
import Randomness
import Testing

/// Functions of plain series and aggregations of them, which range queries evaluate series by series.
@Suite struct SeriesFunctionTests {
    /// What is asked of the series `m`, with the labels `job`, `instance` and `le`.
    private static let queries = [
        "sum by (job) (rate(m[1m]))",
        "sum without (instance, le) (increase(m[5m]))",
        "avg by (job, le) (delta(m[2m] offset 45s))",
        "min(irate(m[1m]))",
        "max by (absent) (idelta(m[1m] offset -30s))",
        "count by (instance) (changes(m[10m]))",
        "group by (job) (resets(m[3m]))",
        "stddev by (job) (avg_over_time(m[1m]))",
        "stdvar by (job) (deriv(m[2m]))",
        "sum by (__name__, job) (last_over_time(m[30s]))",
        "sum by (__name__, job) (rate(m[90s]))",
        "sum by (job) (quantile_over_time(scalar(q), m[2m]))",
        "sum by (job) (predict_linear(m[2m], time() % 100))",
        "max by (job) (double_exponential_smoothing(m[2m], 0.5, 0.1))",
        "sum by (job) ((rate((m[1m]))))",
        "sum by (job) (rate(m[1m] @ end() offset 10m))",
        "sum by (job) (rate(m{job!='a',job!='b'}[1m]))",
        "avg by (job) (m offset 20s)",
        "count(m)",
        // Without an aggregation.
        "m", "{__name__=~'m|q'}", "m @ end() offset 10m", "rate(m[1m])", "rate({__name__=~'m|q'}[1m])",
        "last_over_time(m[20s])", "quantile_over_time(1.5, m[1m])", "timestamp(m)", "timestamp(rate(m[1m]))",
        "absent(m)", "absent_over_time(m[5s])", "label_replace(m, 'job', '$1', 'instance', '(.*)')",
        "-m", "m > 100 or rate(m[30s])", "rate(m[1m]) / on(instance, job, le) m",
        "sum(rate(absent[1m]))",
        // What follows asks for the order of elements: ties, sums of sums.
        "topk(1, count by (job, le) (rate(m[20s])))",
        "sum(avg by (job) (rate(m[20s])))",
        "topk(2, m)",
        "limitk by (le) (2, rate(m[20s]))",
        "histogram_quantile(0.9, sum by (le) (rate(m[1m])))",
        // Within a subquery the steps are others.
        "max_over_time(sum by (job) (rate(m[20s]))[2m:17s])",
        "max_over_time(sum by (job) (rate(m[20s]))[20m:30s] @ end())",
        "sum_over_time(rate(m[1m])[3m:30s] offset 10s)",
        "max_over_time(min_over_time(m[1m:7s])[3m:20s])",
        "count_over_time((m > 50)[2m:10s] @ 700)",
        // Steps of 35 s leave out some of the subquery's.
        "avg_over_time(m[20s:7s])", "sum_over_time(sum by (job) (rate(m[20s]))[30s:3s])",
        // Two metrics whose series differ in nothing but the name.
        "sum by (__name__, job) (last_over_time({__name__=~'m|q'}[20s]))",
        // Series that are scraped at the same moments.
        "sum by (job) (rate(s[1m]))", "rate(s[1m])", "avg by (job) (increase(s[90s]))", "sum(delta(s[1m]))",
        "sum by (job) (rate(s[12s]))", "sum by (absent) (rate(s[1m]))", "sum by (job, instance) (rate(s[5m]))",
        "sum without (instance) (rate(s[1m]))", "sum by (job) (avg_over_time(s[1m]))",
        // Labels mostly mean at a step what they meant at the one before.
        "sum by (job) (rate(s[1m]) * on (instance) group_left () s)", "s * on (job) group_left () sum by (job) (s)",
        "sum by (job) (s) / on (job) group_right () rate(s[1m])", "s > on (instance) group_left () rate(s[5m])",
        "rate(s[1m]) < bool on (instance, job) s", "s and on (job) (s > 10)", "s unless on (instance) (s > 10)",
        "(s > 20) or s", "s or on (job) m", "m unless s or vector(1)", "100 - s", "2 ^ s % 7 > 3", "s >= bool 9",
        "clamp(s, 1, 10)", "abs(-s) + s", "topk(2, rate(s[1m]) * 2)", "quantile by (job) (0.5, s * 1)",
        "limitk by (job) (1, -s)", "stddev by (job) (s - m * 0 or s)", "max_over_time((s * on (instance) s)[2m:20s])",
        "sum by (job, __name__) (s > 5 or m)", "rate(m[1m]) * on (instance, job, le) m",
    ]

    /// Series that come and go, restart, and say nothing or NaN for a while.
    private static func store(_ seed: UInt64) throws -> SampleStore {
        var random = SeededRandom(seed: seed)
        var store = SampleStore()
        store.append(try PromQLParser.parseSeries("q"), Sample(timestamp: Timestamp(seconds: 900), value: 0.3))
        var all: [(labels: Labels, offset: Int64, value: Double)] = []
        for instance in 0..<12 {
            let (job, le) = ("abc".randomElement(using: &random) ?? "a", ["0.1", "1", "+Inf"][instance % 3])
            let labels = try PromQLParser.parseSeries("m{instance='\(instance)',job='\(job)',le='\(le)'}")
            all.append((labels, Int64.random(in: 0..<5000, using: &random), Double(instance)))
        }
        let rests = (0..<9).map { _ in Double.random(in: 0...3, using: &random) }
        var together = Array(repeating: 0.0, count: 9)
        for scrape in 0..<400 {
            for index in together.indices {
                // The last ones miss a scrape now and then, and few counters fall.
                if index > 5, Int.random(in: 0..<20, using: &random) == 0 { continue }
                if index % 3 == 1, Int.random(in: 0..<50, using: &random) == 0 { together[index] = rests[index] }
                if index != 3 { together[index] += Double.random(in: 0...2, using: &random) }
                let labels = try PromQLParser.parseSeries("s{instance='\(index)',job='\(index % 2)'}")
                let time = Timestamp(milliseconds: Int64(scrape) * 5000 + 123)
                store.append(labels, Sample(timestamp: time, value: together[index]))
            }
            for index in all.indices where Int.random(in: 0..<8, using: &random) > 0 {
                let kind = Int.random(in: 0..<60, using: &random)
                if kind == 0 { all[index].value = 0 } else { all[index].value += Double(kind) / 7 }
                let value = kind == 1 ? StaleMarker.value : kind == 2 ? .nan : all[index].value
                let time = Timestamp(milliseconds: Int64(scrape) * 5000 + all[index].offset)
                store.append(all[index].labels, Sample(timestamp: time, value: value))
            }
        }
        return store
    }

    @Test("Each step has what an instant query gives, to the last bit", arguments: queries)
    func againstInstants(query: String) throws {
        var store = try Self.store(UInt64(query.utf8.count))
        var values = 0
        for semantics in [PromQLEngine.WindowSemantics.closed, .leftOpen] {
            for delaysNameRemoval in [false, true] {
                let comparison = RangeComparison(
                    engine: PromQLEngine(
                        options: .init(windowSemantics: semantics, delaysNameRemoval: delaysNameRemoval)
                    ),
                    store: store,
                    // Before the first sample, beyond the last.
                    start: Timestamp(seconds: -20),
                    end: Timestamp(seconds: 2100),
                    step: .seconds(35)
                )
                values += try comparison.expectSame(query)
                // The oldest blocks are not whole any more.
                store.dropSamples(before: Timestamp(seconds: 333))
            }
        }
        #expect(values > 0 || query == "sum(rate(absent[1m]))")
    }

    @Test("Series that differ in their names alone are refused without them")
    func ambiguous() throws {
        let store = try Fixture.store(["a{i='1'}": [1, 2, 3], "b{i='1'}": [1, 2, 3]])
        for query in ["rate({__name__=~'a|b'}[1m])", "sum(rate({__name__=~'a|b'}[1m]))", "-{__name__=~'a|b'}"] {
            for delaysNameRemoval in [false, true] {
                let engine = PromQLEngine(options: .init(delaysNameRemoval: delaysNameRemoval))
                let expression = try PromQLParser.parse(query)
                var error: PromQLError?
                do throws(PromQLError) {
                    let (start, end) = (Timestamp(seconds: 15), Timestamp(seconds: 90))
                    _ = try engine.range(expression, from: start, through: end, step: .seconds(15), in: store)
                } catch let caught {
                    error = caught
                }
                let isFine = delaysNameRemoval && query.hasPrefix("sum")
                #expect(error == (isFine ? nil : .duplicateLabels(["i": "1"])), "\(query)")
            }
        }
    }

    @Test("What matches at first and is refused later fails the query")
    func laterRefusal() throws {
        // From the seventh sample on there are two of job a.
        let late: [Double?] = Array(repeating: nil, count: 6) + Array(repeating: 1, count: 6)
        let store = try Fixture.store([
            "m{job='a'}": Array(repeating: 2, count: 12), "m{job='b'}": Array(repeating: 3, count: 12),
            "one{job='a',i='1'}": Array(repeating: 1, count: 12), "one{job='a',i='2'}": late,
            "one{job='b'}": Array(repeating: 1, count: 12),
        ])
        for query in [
            "m * on (job) one", "m * on (job) group_left () one", "one * on (job) group_right (i) m",
            "one * on (job) m", "label_replace(one, 'i', '', 'i', '.*') + 1",
        ] {
            let expression = try PromQLParser.parse(query)
            func count(through end: Double) throws -> Int {
                try PromQLEngine().range(
                    expression,
                    from: Timestamp(seconds: 0),
                    through: Timestamp(seconds: end),
                    step: .seconds(15),
                    in: store
                ).reduce(0) { $0 + $1.samples.count }
            }
            #expect(try count(through: 75) == 12, "\(query)")
            #expect(throws: PromQLError.self, "\(query)") { try count(through: 90) }
        }
    }

    @Test("On several cores the answer is the same to the last bit", arguments: [2, 3])
    func cores(count: Int) async throws {
        var random = SeededRandom(seed: 5)
        var store = SampleStore()
        for series in 0..<120 {
            let labels = try PromQLParser.parseSeries("m{instance='\(series)',job='\(series % 7)'}")
            var value = 0.0
            for scrape in 0..<60 where Int.random(in: 0..<9, using: &random) > 0 {
                value =
                    Int.random(in: 0..<50, using: &random) == 0 ? 0 : value + Double.random(in: 0..<9, using: &random)
                let time = Timestamp(milliseconds: Int64(scrape) * 15_000 + Int64(series / 40))
                store.append(labels, Sample(timestamp: time, value: value))
            }
        }
        for query in [
            "sum by (job) (rate(m[5m]))", "avg by (job) (increase(m[2m]))", "max without (job) (delta(m[1m]))",
            "sum by (job) (rate(m[1m])) / on (job) count by (job) (rate(m[5m]))", "sum(rate(m[1m]))", "rate(m[1m])",
        ] {
            let expression = try PromQLParser.parse(query)
            let (start, end, step) = (Timestamp(seconds: 0), Timestamp(seconds: 900), Duration.seconds(2))
            let (engine, log, others) = (PromQLEngine(), AnnotationLog(), AnnotationLog())
            let alone = try engine.range(expression, from: start, through: end, step: step, in: store, log: log)
            let together = try await engine.range(
                expression,
                from: start,
                through: end,
                step: step,
                in: store,
                cores: count,
                log: others
            )
            #expect(!alone.isEmpty && alone.map(\.labels) == together.map(\.labels), "\(query)")
            for (one, other) in zip(alone, together) {
                #expect(one.samples.map(\.timestamp) == other.samples.map(\.timestamp), "\(query)")
                #expect(one.samples.map(\.value.bitPattern) == other.samples.map(\.value.bitPattern), "\(query)")
            }
            #expect(log.annotations.map(\.description) == others.annotations.map(\.description), "\(query)")
        }
    }

    @Test("Steps, groups and series that are too many or too long to hold fail the query")
    func limits() throws {
        var series: [String: [Double?]] = ["long": Array(repeating: 1, count: 2500)]
        for number in 0..<20 {
            series["many{i='\(number)'}"] = [1, 2]
        }
        let store = try Fixture.store(series)
        let engine = PromQLEngine(options: .init(maxSamples: 2000))
        for (query, step, isTooMuch) in [
            ("sum(rate(many[1h]))", 10, false), ("sum(rate(many[1h]))", 1, true),
            ("sum(rate(none[1h]))", 10, false), ("sum(rate(none[1h]))", 1, true),
            ("sum by (i) (rate(many[1h]))", 60, false), ("sum by (i) (rate(many[1h]))", 10, true),
            ("rate(many[1h])", 60, false), ("rate(many[1h])", 10, true),
            ("sum(rate(long[1h] offset -9h))", 60, false), ("sum(rate(long[9h] offset -9h))", 60, true),
            ("sum_over_time(none[10m:10s])", 60, false), ("sum_over_time(none[10m:1s])", 60, true),
            ("sum_over_time(none[100y:1ms])", 60, true),
        ] {
            let expression = try PromQLParser.parse(query)
            let (start, end) = (Timestamp(seconds: 0), Timestamp(seconds: 1200))
            var error: PromQLError?
            do throws(PromQLError) {
                _ = try engine.range(expression, from: start, through: end, step: .seconds(step), in: store)
            } catch let caught {
                error = caught
            }
            #expect(error == (isTooMuch ? .tooManySamples(limit: 2000) : nil), "\(query) every \(step) s")
        }
    }

    @Test("A range from one end of time to the other is answered")
    func extremes() throws {
        let store = try Fixture.store(["a": [1, 2]])
        let (start, end) = (Timestamp(milliseconds: .min), Timestamp(milliseconds: .max))
        for (query, count) in [
            ("a", 1), ("sum(a)", 1), ("a offset -100y", nil), ("rate(a[100y])", nil),
            ("sum_over_time(a[100y:50y])", 1), ("vector(time())", 16),
        ] {
            let expression = try PromQLParser.parse(query)
            // 2^60 ms: the start is a step, and so is the middle.
            let step = Duration.milliseconds(1 << 60)
            let series = try PromQLEngine().range(expression, from: start, through: end, step: step, in: store)
            #expect(series.first?.samples.count == count, "\(query)")
        }
    }

    @Test("A parameter that is refused at any step fails the query")
    func refusedParameter() throws {
        let store = try Self.store(1)
        let expression = try PromQLParser.parse("sum(double_exponential_smoothing(m[1m], time() / 1000, 0.5))")
        let engine = PromQLEngine()
        #expect(throws: PromQLError.invalidParameter("invalid smoothing factor. Expected: 0 < sf < 1, got: 1.000000")) {
            try engine.range(
                expression,
                from: Timestamp(seconds: 500),
                through: Timestamp(seconds: 1500),
                step: .seconds(50),
                in: store
            )
        }
    }
}
