import PromModel
import PromQL
import Randomness
import Testing

/// The engine against a plain model of Prometheus's arithmetic, over random series in both semantics.
@Suite struct SlowModelTests {
    /// Series of one metric with what happens to series: resets, gaps, jitter, stale markers, numbers that are none.
    private static func samples(_ random: inout SeededRandom) -> [Sample] {
        let interval = [5_000, 15_000, 60_000].randomElement(using: &random) ?? 15_000
        let jitter = [0, 0, 3, 1500].randomElement(using: &random) ?? 0
        let isWhole = Bool.random(using: &random)
        let isGauge = Int.random(in: 0..<4, using: &random) == 0
        var value = Bool.random(using: &random) ? 0 : Double.random(in: 0...1000, using: &random).rounded()
        var samples: [Sample] = []
        for index in 0..<60 {
            let growth = Double.random(in: (isGauge ? -20 : 0)...20, using: &random)
            value += isWhole ? growth.rounded() : growth
            if Int.random(in: 0..<15, using: &random) == 0 { value = 0 }
            let time = index * interval + (jitter > 0 ? Int.random(in: 0..<jitter, using: &random) : 0)
            if Int.random(in: 0..<8, using: &random) == 0 { continue }
            let shown =
                switch Int.random(in: 0..<200, using: &random) {
                case 0: StaleMarker.value
                case 1: Double.nan
                case 2: Double.infinity
                default: value
                }
            samples.append(Sample(timestamp: Timestamp(milliseconds: Int64(time)), value: shown))
        }
        return samples
    }

    private static func isEqual(_ one: Double?, _ other: Double?, within tolerance: Double) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        if one.isNaN || other.isNaN { return one.isNaN && other.isNaN }
        return one == other || abs(one - other) <= tolerance * max(abs(one), abs(other))
    }

    @Test(
        "rate, increase and delta are those of the model",
        arguments: 0..<60 as Range<UInt64>,
        [PromQLEngine.WindowSemantics.closed, .leftOpen]
    )
    func changes(seed: UInt64, semantics: PromQLEngine.WindowSemantics) throws {
        var random = SeededRandom(seed: seed)
        let samples = Self.samples(&random)
        var store = SampleStore()
        for sample in samples {
            store.append(["__name__": "x_total"], sample)
        }
        let model = SlowModel(isClosed: semantics == .closed)
        for _ in 0..<40 {
            // Windows that end and begin at samples are where the versions differ.
            let moment = Int64.random(in: 0...120, using: &random) * 15_000 + Int64.random(in: 0...1, using: &random)
            let seconds = [30, 60, 75, 300].randomElement(using: &random) ?? 60
            for change in SlowModel.Change.allCases {
                let query = "\(change.rawValue)(x_total[\(seconds)s])"
                let found = try Fixture.value(query, at: Double(moment) / 1000, in: store, semantics)
                let wanted = model.change(change, of: samples, at: moment, milliseconds: Int64(seconds) * 1000)
                let both = "\(String(describing: found)), not \(String(describing: wanted))"
                #expect(Self.isEqual(found, wanted, within: 1e-12), "\(query) at \(moment), seed \(seed): \(both)")
            }
        }
    }

    @Test(
        "histogram_quantile is that of the model",
        arguments: 0..<150 as Range<UInt64>,
        [PromQLEngine.WindowSemantics.closed, .leftOpen]
    )
    func quantiles(seed: UInt64, semantics: PromQLEngine.WindowSemantics) throws {
        var random = SeededRandom(seed: seed)
        let bounds = ["-1", "0", "0.1", "1", "1.0", "2.5", "10", "+Inf", "Inf"].filter { bound in
            Int.random(in: 0..<(bound == "+Inf" ? 12 : 3), using: &random) > 0
        }
        var store = SampleStore()
        var buckets: [(bound: Double, count: Double)] = []
        var count = 0.0
        for bound in bounds {
            // Counts that stay, that fall, and that differ by a rounding error.
            switch Int.random(in: 0..<6, using: &random) {
            case 0: break
            case 1: count *= Bool.random(using: &random) ? 1 + 0x1p-51 : 1 - 0x1p-51
            case 2: count = max(0, count - 3)
            default: count += Double.random(in: 0...50, using: &random)
            }
            let labels: Labels = ["__name__": "x_bucket", "le": bound]
            store.append(labels, Sample(timestamp: Timestamp(milliseconds: 0), value: count))
            buckets.append((try #require(Double(bound)), count))
        }
        let model = SlowModel(isClosed: semantics == .closed)
        for q in [-1, 0, 0.01, 0.25, 0.5, 0.9, 0.99, 1, 1.5, .nan] as [Double] {
            let query = "histogram_quantile(\(q), x_bucket)"
            let found = try Fixture.value(query, at: 0, in: store, semantics)
            let wanted = buckets.isEmpty ? nil : model.quantile(q, of: buckets)
            let both = "\(String(describing: found)), not \(String(describing: wanted))"
            #expect(Self.isEqual(found, wanted, within: 1e-12), "\(query), seed \(seed): \(both) of \(buckets)")
        }
    }

    @Test(
        "Aggregations are those of the model",
        arguments: 0..<60 as Range<UInt64>,
        [PromQLEngine.WindowSemantics.closed, .leftOpen]
    )
    func aggregations(seed: UInt64, semantics: PromQLEngine.WindowSemantics) throws {
        var random = SeededRandom(seed: seed)
        var store = SampleStore()
        var groups: [String: [Double]] = [:]
        for index in 0..<Int.random(in: 1...30, using: &random) {
            let group = ["a", "b", "c"].randomElement(using: &random) ?? "a"
            let isNumber = Int.random(in: 0..<25, using: &random) > 0
            let value = isNumber ? Double.random(in: -1000...1000, using: &random).rounded() / 8 : .nan
            let labels: Labels = ["__name__": "x", "group": group, "number": "\(index)"]
            store.append(labels, Sample(timestamp: Timestamp(milliseconds: 0), value: value))
            groups[group, default: []].append(value)
        }
        for name in ["sum", "avg", "min", "max", "count", "stddev", "stdvar", "group"] {
            for clause in ["by (group)", "without (number)"] {
                let found = try Fixture.ask("\(name) \(clause) (x)", at: 0, in: store, semantics)
                #expect(found.count == groups.count)
                for (group, values) in groups {
                    let value = found["{group=\"\(group)\"}"]
                    let wanted = SlowModel.aggregate(name, values)
                    #expect(Self.isEqual(value, wanted, within: 1e-9), "\(name) \(clause) of \(values), seed \(seed)")
                }
            }
        }
    }

    @Test(
        "A range query says at every step what an instant query says",
        arguments: 0..<20 as Range<UInt64>,
        [
            "x", "rate(x[1m])", "sum by (a) (x)", "max_over_time(x[90s:20s])", "x > 100", "x - on (a, b) x offset 1m",
            "x or rate(x[5m])", "topk by (a) (1, x)", "avg_over_time(x[2m] offset -30s)", "absent(x{a=\"1\"})",
            "rate(x[1m] @ 300)", "deriv(x[5m]) unless x < 50",
        ]
    )
    func steps(seed: UInt64, query: String) throws {
        var random = SeededRandom(seed: seed)
        var store = SampleStore()
        for (a, b) in [("1", "1"), ("1", "2"), ("2", "1")] {
            for sample in Self.samples(&random) {
                store.append(["__name__": "x", "a": a, "b": b], sample)
            }
        }
        let expression = try PromQLParser.parse(query)
        let engine = PromQLEngine()
        let (start, step) = (Timestamp(milliseconds: 37_000), Duration.seconds(23))
        let end = start + step * 60
        let series = try engine.range(expression, from: start, through: end, step: step, in: store)
        for index in 0...60 {
            let moment = start + step * index
            let atOnce = series.compactMap { series -> (Labels, UInt64)? in
                let sample = series.samples.first { $0.timestamp == moment }
                return sample.map { (series.labels, $0.value.bitPattern) }
            }
            guard case .vector(let elements) = try engine.instant(expression, at: moment, in: store) else {
                Issue.record("\(query) is no vector")
                return
            }
            let alone = Dictionary(uniqueKeysWithValues: elements.map { ($0.labels, $0.sample.value.bitPattern) })
            let differs = "\(query) at \(moment.seconds) s, seed \(seed)"
            #expect(Dictionary(uniqueKeysWithValues: atOnce) == alone, "\(differs)")
        }
    }
}
