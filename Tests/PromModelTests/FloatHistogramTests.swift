import PromModel
import Testing

/// What native histograms do to each other.
@Suite struct FloatHistogramTests {
    private static func exponential(
        _ counts: [Double],
        from first: Int32 = 0,
        schema: Int32 = 0,
        zero: Double = 0,
        threshold: Double = 0,
        hint: CounterResetHint = .unknown
    ) -> FloatHistogram {
        let total = counts.reduce(zero, +)
        return FloatHistogram(
            hint: hint,
            schema: schema,
            zeroThreshold: threshold,
            zeroCount: zero,
            count: total,
            sum: total,
            positive: HistogramBuckets(from: first, counts: counts)
        )
    }

    private static func custom(_ bounds: [Double], _ counts: [Double]) -> FloatHistogram {
        let total = counts.reduce(0, +)
        return FloatHistogram(
            schema: FloatHistogram.customSchema,
            count: total,
            sum: total,
            positive: HistogramBuckets(from: 0, counts: counts),
            customBounds: bounds
        )
    }

    @Test(
        "Bounds are powers of two, exact where they can be",
        arguments: [
            (0, 0, 1), (1, 0, 2), (-3, 0, 0.125), (2, 1, 2), (1, -1, 4), (3, -4, 281_474_976_710_656), (8, 3, 2),
            (-8, 3, 0.5),
            (1024, 0, .greatestFiniteMagnitude), (1025, 0, .infinity),
        ] as [(Int32, Int32, Double)]
    )
    func bounds(index: Int32, schema: Int32, bound: Double) {
        #expect(FloatHistogram.bound(index, schema: schema) == bound)
    }

    @Test("Twice the steps halve the logarithm", arguments: -4...7 as ClosedRange<Int32>)
    func finer(schema: Int32) {
        for index in -20...20 as ClosedRange<Int32> {
            let fine = FloatHistogram.bound(2 * index, schema: schema + 1)
            #expect(fine == FloatHistogram.bound(index, schema: schema))
        }
    }

    @Test("A sum has the coarser schema, and what is taken away again leaves what was there")
    func sum() throws {
        let (fine, coarse) = (Self.exponential([1, 2, 3, 4], schema: 1), Self.exponential([5, 6], from: -1))
        var total = fine
        try total.add(coarse)
        #expect(total.schema == 0)
        #expect(total.count == 21 && total.sum == 21)
        #expect(total.compacted.positive == HistogramBuckets(from: -1, counts: [5, 7, 5, 4]))
        try total.subtract(coarse)
        #expect(total.compacted == fine.reduced(to: 0).compacted)
    }

    @Test("The wider zero bucket swallows what lies in it, up to the end of a bucket")
    func zeroBuckets() throws {
        var one = Self.exponential([1, 2, 4], zero: 8, threshold: 0.25)
        try one.add(Self.exponential([16], from: 3, zero: 32, threshold: 1.5))
        // 1.5 lies in the bucket from 1 to 2, which is not empty.
        #expect(one.zeroThreshold == 2)
        #expect(one.zeroCount == 8 + 1 + 2 + 32)
        #expect(one.compacted.positive == HistogramBuckets(from: 2, counts: [4, 16]))
    }

    @Test("Of custom bounds the shared ones remain")
    func customBounds() throws {
        var one = Self.custom([1, 5, 10], [1, 2, 3, 4])
        let said = try one.add(Self.custom([5, 7, 10], [10, 20, 30, 40]))
        #expect(said.hasMergedBounds)
        #expect(one.customBounds == [5, 10])
        #expect(one.positive == HistogramBuckets(from: 0, counts: [13, 53, 44]))
        #expect(throws: FloatHistogram.Incompatible.self) { try one.add(Self.exponential([1])) }
    }

    @Test(
        "Hints of which one says that all began anew, the other that it went on",
        arguments: [
            (.reset, .notReset, true), (.notReset, .reset, true), (.reset, .reset, false), (.unknown, .reset, false),
            (.gauge, .gauge, false),
        ] as [(CounterResetHint, CounterResetHint, Bool)]
    )
    func hints(one: CounterResetHint, other: CounterResetHint, collides: Bool) throws {
        var sum = Self.exponential([1], hint: one)
        #expect(try sum.add(Self.exponential([1], hint: other)).collides == collides)
    }

    @Test("What can only happen if the counts began anew is taken for it")
    func resets() {
        let before = Self.exponential([4, 0, 4], zero: 2, threshold: 0.5)
        let after: [(FloatHistogram, Bool)] = [
            (before, false),
            (Self.exponential([5, 1, 4], zero: 2, threshold: 0.5), false),
            (Self.exponential([3, 9, 4], zero: 2, threshold: 0.5), true),
            (Self.exponential([9, 0, 4], zero: 1, threshold: 0.5), true),
            (Self.exponential([4, 0, 3], zero: 2, threshold: 0.5), true),
            // Coarser: what were the buckets 1 and 2 is one now.
            (Self.exponential([4, 5], schema: -1, zero: 2, threshold: 0.5), false),
            (Self.exponential([4, 3, 9], schema: -1, zero: 2, threshold: 0.5), true),
            (Self.exponential([9, 9, 9], schema: 1, zero: 2, threshold: 0.5), true),
            // The bucket that ends at 1 is part of the zero bucket now.
            (Self.exponential([0, 5], from: 1, zero: 6, threshold: 1), false),
            (Self.exponential([0, 9], from: 1, zero: 5, threshold: 1), true),
            (Self.exponential([9, 9, 9], zero: 9, threshold: 0.25), true),
            (Self.custom([1], [99, 99]), true),
        ]
        for (histogram, isReset) in after {
            #expect(histogram.isReset(after: before) == isReset, "\(histogram)")
        }
        #expect(Self.exponential([9, 9, 9], hint: .reset).isReset(after: Self.exponential([1])))
        #expect(!Self.exponential([1], hint: .notReset).isReset(after: Self.exponential([9])))
    }

    @Test("What is cut off and what is kept make the whole", arguments: [0, 0.3, 0.5, 1, 1.3, 2, 3, 100] as [Double])
    func trimming(limit: Double) {
        for whole in [Self.exponential([4, 2, 8], zero: 3, threshold: 0.25), Self.custom([0.5, 2, 3], [1, 2, 3, 4])] {
            let (lower, upper) = (
                whole.trimmed(at: limit, keepsLower: true), whole.trimmed(at: limit, keepsLower: false)
            )
            #expect(abs(lower.count + upper.count - whole.count) < 1e-9, "\(whole) at \(limit)")
            #expect(lower.count >= 0 && upper.count >= 0)
        }
    }

    @Test("Sums of many keep what single additions would lose")
    func compensated() throws {
        var total = CompensatedHistogram(Self.exponential([1e16]))
        for _ in 0..<10 { try total.add(Self.exponential([1])) }
        try total.add(Self.exponential([-1e16]))
        #expect(total.result.count == 10)
        #expect(total.result.positive == HistogramBuckets(from: 0, counts: [10]))
    }

    @Test("Printed as Prometheus prints them")
    func printed() {
        var histogram = Self.exponential([2, 0, 1.5], zero: 3, threshold: 0.25)
        histogram.negative = HistogramBuckets(from: 1, counts: [4])
        #expect(histogram.description == "{count:6.5, sum:6.5, [-2,-1):4, [-0.25,0.25]:3, (0.5,1]:2, (2,4]:1.5}")
        #expect(Self.custom([1, 2], [3, 0, 4]).description == "{count:7, sum:7, [-Inf,1]:3, (2,+Inf]:4}")
    }
}
