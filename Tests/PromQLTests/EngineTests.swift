import PromModel
import PromQL
import Testing

/// Answers of the engine where versions of Prometheus differ, and on the edges.
@Suite struct EngineTests {
    @Test("A window excludes its start in version 3 and includes it in version 2")
    func windows() throws {
        let store = try Fixture.store(["a": [1, 2, 3, 4, 5]])
        #expect(try Fixture.value("count_over_time(a[30s])", at: 60, in: store) == 2)
        #expect(try Fixture.value("count_over_time(a[30s])", at: 60, in: store, .closed) == 3)
        #expect(try Fixture.value("a[30s]", at: 60, in: store) == 2)
    }

    @Test("An instant selector looks back five minutes, the edge included in version 2 only")
    func lookback() throws {
        let store = try Fixture.store(["a": [7]])
        #expect(try Fixture.value("a", at: 299.999, in: store) == 7)
        #expect(try Fixture.value("a", at: 300, in: store) == nil)
        #expect(try Fixture.value("a", at: 300, in: store, .closed) == 7)
        #expect(try Fixture.value("a", at: 300.001, in: store, .closed) == nil)
    }

    @Test("A stale marker ends an instant selector but does not split a window")
    func staleness() throws {
        let store = try Fixture.store(["a": [1, 2, StaleMarker.value, .nan]])
        #expect(try Fixture.value("a", at: 30, in: store) == nil)
        #expect(try #require(try Fixture.value("a", at: 45, in: store)).isNaN)
        #expect(try Fixture.value("count_over_time(a[5m])", at: 45, in: store) == 3)
    }

    @Test(
        "Rates are extrapolated half an interval, to the edge, or to zero",
        arguments: [
            // Samples every 15 s; the window of 60 s ends at 60 s.
            ([0, 15, 30, 45, 60], 60.0, 1.0), ([100, 115, 130, 145, 160], 60.0, 1.0),
            // A counter that starts at 15 s with 15: zero lies exactly at the window's start.
            ([nil, 15, 30, 45, 60], 60.0, 1.0),
            // A restart: 10 + 5 + 10 over 45 s, extrapolated to 60 s.
            ([nil, 100, 110, 5, 15], 60.0, 25.0 * 60 / 45 / 60),
            // One sample is not enough.
            ([nil, nil, nil, nil, 3], 60.0, nil),
        ] as [([Double?], Double, Double?)]
    )
    func rates(values: [Double?], moment: Double, expected: Double?) throws {
        let store = try Fixture.store(["c": values])
        let rate = try Fixture.value("rate(c[1m])", at: moment, in: store)
        #expect(rate.map { ($0 * 1e9).rounded() } == expected.map { ($0 * 1e9).rounded() })
    }

    @Test("The clamp at zero comes before the threshold in version 2 and after it in version 3")
    func clampOrder() throws {
        // Samples at 60, 75 and 90 s, the window starts at 30 s: 30 s is far, zero lies 12 s before the first.
        let store = try Fixture.store(["c": [nil, nil, nil, nil, 12, 27, 42]])
        let old = try #require(try Fixture.value("increase(c[1m])", at: 90, in: store, .closed))
        let new = try #require(try Fixture.value("increase(c[1m])", at: 90, in: store))
        #expect(abs(old - 30 * (30 + 12) / 30) < 1e-9)
        #expect(abs(new - 30 * (30 + 7.5) / 30) < 1e-9)
    }

    private func quantile(
        _ q: String,
        _ buckets: [(String, Double)],
        _ semantics: PromQLEngine.WindowSemantics = .leftOpen
    ) throws -> Double? {
        let series = Dictionary(uniqueKeysWithValues: buckets.map { ("h_bucket{le=\"\($0.0)\"}", [Double?($0.1)]) })
        return try Fixture.value("histogram_quantile(\(q), h_bucket)", at: 0, in: Fixture.store(series), semantics)
    }

    @Test("Quantiles of histograms on the edges")
    func quantiles() throws {
        let plain = [("0.1", 1.0), ("0.5", 3.0), ("+Inf", 4.0)]
        #expect(try quantile("-1", plain) == -.infinity)
        #expect(try quantile("1.1", plain) == .infinity)
        #expect(try #require(try quantile("NaN", plain)).isNaN)
        // As a Prometheus answers over counts that are NaN, which it looks through in halves.
        let holed = [("1", 5.0), ("2", .nan), ("4", .nan), ("8", 10.0), ("+Inf", 10.0)]
        #expect(try #require(try quantile("0.5", holed)).isNaN)
        let one = [("1", 1.0), ("2", .nan), ("4", 3.0), ("8", 8.0), ("+Inf", 10.0)]
        #expect(abs(try #require(try quantile("0.5", one)) - 5.6) < 1e-9)
        #expect(try quantile("0.25", plain) == 0.1)
        #expect(try quantile("0.5", plain) == 0.1 + (0.5 - 0.1) * 0.5)
        #expect(try quantile("1", plain) == 0.5)
        #expect(try #require(try quantile("0.5", [("0.1", 1), ("0.5", 3)])).isNaN)
        #expect(try #require(try quantile("0.5", [("+Inf", 3)])).isNaN)
        #expect(try #require(try quantile("0.5", [("0.1", 0), ("+Inf", 0)])).isNaN)
        #expect(try #require(try quantile("0", [("0.1", 0), ("1", 1), ("+Inf", 1)])).isNaN)
        #expect(try quantile("0.1", [("-1", 5), ("+Inf", 9)]) == -1)
        #expect(try quantile("0.5", [("1", 1), ("1.0", 1), ("2", 4), ("+Inf", 4)]) == 1)
        #expect(try quantile("0.5", plain + [("x", 100)]) == 0.1 + (0.5 - 0.1) * 0.5)
    }

    @Test("A count that falls by a rounding error is level in version 3")
    func tolerance() throws {
        let buckets = [("1", 10.0), ("2", 10.000_000_000_000_002), ("3", 10), ("+Inf", 10)]
        #expect(try quantile("1", buckets) == 1)
        #expect(try quantile("1", buckets, .closed) == 2)
    }

    @Test("Sums are compensated in version 3 and plain in version 2")
    func sums() throws {
        let store = try Fixture.store([
            "a{i=\"1\"}": [1], "a{i=\"2\"}": [1e100], "a{i=\"3\"}": [1], "a{i=\"4\"}": [-1e100],
        ])
        #expect(try Fixture.value("sum(a)", at: 0, in: store) == 2)
        #expect(try Fixture.value("sum(a)", at: 0, in: store, .closed) == 0)
    }

    @Test("A ratio without traffic is NaN, and without a metric nothing")
    func ratios() throws {
        let store = try Fixture.store(["a{x=\"1\"}": [0], "b{x=\"1\"}": [0]])
        #expect(try #require(try Fixture.value("a / b", at: 0, in: store)).isNaN)
        #expect(try Fixture.ask("a / c", at: 0, in: store).isEmpty)
        #expect(try Fixture.ask("sum(c) or vector(0)", at: 0, in: store) == ["{}": 0])
        #expect(try Fixture.ask("a / b > 0", at: 0, in: store).isEmpty)
    }

    @Test("Matching errors say what is wrong")
    func matching() throws {
        let store = try Fixture.store(["a{x=\"1\",y=\"1\"}": [1], "a{x=\"1\",y=\"2\"}": [2], "b{x=\"1\"}": [10]])
        #expect(throws: PromQLError.manyToOne) { try Fixture.ask("a + on(x) b", at: 0, in: store) }
        #expect(throws: PromQLError.self) { try Fixture.ask("b + on(x) a", at: 0, in: store) }
        #expect(throws: PromQLError.self) {
            try Fixture.ask("abs({__name__=~'a|b',x='1'} * 0) + label_replace(a, 'y', '', '', '')", at: 0, in: store)
        }
        #expect(
            try Fixture.ask("a + on(x) group_left b", at: 0, in: store) == [
                #"{x="1", y="1"}"#: 11, #"{x="1", y="2"}"#: 12,
            ]
        )
    }

    @Test("A range query gives each step what an instant query gives")
    func ranges() throws {
        let values = (0..<100).map { index -> Double? in index % 17 == 3 ? nil : Double(index * 7 % 40) }
        let store = try Fixture.store(["c{i=\"1\"}": values, "c{i=\"2\"}": values.reversed(), "d{i=\"1\"}": values])
        let comparison = RangeComparison(
            engine: PromQLEngine(),
            store: store,
            start: Timestamp(seconds: 100),
            end: Timestamp(seconds: 1400),
            step: .seconds(20)
        )
        for query in [
            "rate(c[1m])", "sum by (i) (c)", "max_over_time(rate(c[1m])[5m:15s])", "topk(1, c)", "c > 20",
            "c - on(i) d", "c @ end()",
            "absent(c > 1000)", "quantile_over_time(0.9, c[2m] offset 30s)", "time()", "scalar(d)",
            "count_values('v', c)",
        ] {
            try comparison.expectSame(query)
        }
    }

    @Test("A query that holds too many samples fails instead of filling the memory")
    func limits() throws {
        let store = try Fixture.store(["a": Array(repeating: 1, count: 200)])
        let engine = PromQLEngine(options: .init(maxSamples: 100))
        for query in ["a[1h]", "sum_over_time(vector(1)[1h:1s])", "absent(b)[1h:1s]", "sum_over_time(b[1h:1ms])"] {
            let expression = try PromQLParser.parse(query)
            #expect(throws: PromQLError.tooManySamples(limit: 100), "\(query)") {
                try engine.instant(expression, at: Timestamp(seconds: 3000 - 100), in: store)
            }
        }
    }

    @Test("Moments at the ends of time are answered")
    func extremes() throws {
        let store = try Fixture.store(["a": [1, 2]])
        for query in [
            "a offset 100y", "rate(a[100y])", "a @ 1e12", "day_of_week(vector(1e300))", "days_in_month(vector(-1e300))",
            "year(vector(NaN))",
        ] {
            for moment in [Timestamp(milliseconds: .min), Timestamp(milliseconds: .max), Timestamp(seconds: 0)] {
                let expression = try PromQLParser.parse(query)
                #expect(throws: Never.self, "\(query)") {
                    try PromQLEngine().instant(expression, at: moment, in: store)
                }
            }
        }
    }

    @Test("A step that leads nowhere and an expression without a value are refused")
    func refused() throws {
        let engine = PromQLEngine()
        let zero = Timestamp(seconds: 0)
        let range = try PromQLParser.parse("a[5m]")
        #expect(throws: PromQLError.invalidStep) {
            try engine.range(.number(1), from: zero, through: zero, step: .zero, in: SampleStore())
        }
        #expect(throws: PromQLError.notRangeable(.matrix)) {
            try engine.range(range, from: zero, through: zero, step: .seconds(1), in: SampleStore())
        }
    }
}
