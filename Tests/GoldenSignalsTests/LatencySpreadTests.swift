import GoldenSignals
import PromModel
import Testing

@Suite("How latencies spread")
struct LatencySpreadTests {
    private static func cumulative(_ values: [(String, Double)]) -> [InstantValue] {
        values.map { InstantValue(labels: ["le": $0.0], value: $0.1) }
    }

    @Test("Cumulative buckets in any order become the share of each, in seconds")
    func classic() throws {
        let values = Self.cumulative([("+Inf", 10), ("100", 5), ("500", 9), ("1000", 10)])
        let spread = try #require(LatencySpread(cumulative: values, perSecond: 1000))
        #expect(spread.bounds == [0.1, 0.5, 1, .infinity])
        #expect(spread.parts == [500, 400, 100, 0])
        #expect(spread.shares.map(\.lower) == [0, 0.1, 0.5, 1])
    }

    @Test("A bound that is spelled in two ways is one bucket")
    func spelling() throws {
        let values = Self.cumulative([("1", 2), ("1.0", 2), ("+Inf", 8)])
        #expect(LatencySpread(cumulative: values, perSecond: 1)?.parts == [500, 500])
    }

    @Test("One of ten thousand requests is still there")
    func rare() {
        let values = Self.cumulative([("1", 9999), ("+Inf", 10_000)])
        #expect(LatencySpread(cumulative: values, perSecond: 1)?.parts == [1000, 1])
    }

    @Test(
        "Nothing that holds requests has no spread",
        arguments: [[], [("1", 0.0), ("+Inf", 0)], [("x", 1)], [("1", .nan), ("+Inf", .nan)]]
    )
    func nothing(values: [(String, Double)]) {
        #expect(LatencySpread(cumulative: Self.cumulative(values), perSecond: 1) == nil)
    }

    @Test("Buckets of a native histogram keep their gaps, and many are joined by pairs")
    func native() throws {
        let two = [
            LatencySpread.Bucket(lower: 0.1, upper: 0.2, count: 3),
            LatencySpread.Bucket(lower: 0.4, upper: 0.8, count: 1),
        ]
        let spread = try #require(LatencySpread(two))
        #expect(spread.bounds == [0.1, 0.2, 0.4, 0.8] && spread.parts == [0, 750, 0, 250])
        let many = (0..<100).map { LatencySpread.Bucket(lower: Double($0) + 1, upper: Double($0) + 2, count: 1) }
        let joined = try #require(LatencySpread(many))
        #expect(joined.bounds.count <= LatencySpread.mostBuckets && joined.bounds.last == 101)
        #expect(abs(joined.parts.reduce(0, +) - LatencySpread.whole) <= joined.parts.count)
    }
}
