import GoldenSignals
import PromModel

/// How latencies spread over time as rows and columns of shares: pure arithmetic over what was told.
///
/// Rows are of one height on a logarithmic axis. A bucket that is higher than a row fills all rows that it reaches over,
/// so that coarse bounds are seen as what they are; of buckets that are lower a row has the sum.
struct HeatGrid: Equatable {
    /// The latencies between which a row is, lowest row first; the last row of an open histogram ends nowhere.
    private(set) var rows: [Range<Double>] = []
    /// The shares of the columns, the oldest first, each by the rows; nil where nothing is known of a column.
    private(set) var columns: [[Double]?] = []
    private let spreads: [LatencySpread?]
    /// The bounds of the buckets that are in sight, lowest first.
    private(set) var bounds: [Double] = []
    /// The bucket in sight whose bounds are furthest apart as a ratio; nil where no two are known.
    private(set) var coarsest: Range<Double>?

    /// From this ratio of its bounds on a bucket is called coarse: a quantile within it may be as far off.
    static let coarseRatio = 2.6

    /// A grid of so many rows over what was known of each column.
    init(_ spreads: [LatencySpread?], rows count: Int) {
        self.spreads = spreads
        let known = spreads.compactMap { $0 }
        guard count > 0, let range = Self.range(known) else { return }
        let isOpen = known.contains { $0.shares.contains { $0.upper == .infinity && $0.share > 0 } }
        let closed = isOpen && count > 1 ? count - 1 : count
        let ratio = range.upperBound / range.lowerBound
        for index in 0..<closed {
            let edges = [index, index + 1].map { range.lowerBound * Self.power(ratio, Double($0) / Double(closed)) }
            rows.append(edges[0]..<max(edges[0], index + 1 == closed ? range.upperBound : edges[1]))
        }
        if isOpen, count > 1 { rows.append(range.upperBound..<Double.infinity) }
        columns = spreads.map { spread in spread.map { spread in rows.map { Self.share(of: $0, in: spread) } } }
        let finite = Set(known.flatMap(\.bounds).filter { $0.isFinite && $0 <= range.upperBound * 1.000_001 })
        bounds = finite.filter { $0 >= range.lowerBound * 0.999_999 }.sorted()
        coarsest = zip(bounds, bounds.dropFirst()).map { $0..<$1 }
            .max { $0.upperBound / $0.lowerBound < $1.upperBound / $1.lowerBound }
    }

    /// The shares of a column with each bucket in the one row alone that it ends in: they add up to one, as numbers beside
    /// rows have to; nil where nothing is known of it.
    func counts(at column: Int) -> [Double]? {
        spreads[column].map { spread in rows.map { Self.ending(in: $0, of: spread) } }
    }

    /// Whether the bounds are so far apart that a number between them is little more than a guess.
    var isCoarse: Bool { coarsest.map { $0.upperBound / $0.lowerBound > Self.coarseRatio } ?? !rows.isEmpty }

    /// The row of a latency; nil above or below all.
    func row(of latency: Double) -> Int? {
        rows.firstIndex { $0.contains(latency) } ?? (latency == rows.last?.upperBound ? rows.count - 1 : nil)
    }

    /// From the lowest bucket that holds anything through the highest one that ends somewhere.
    private static func range(_ spreads: [LatencySpread]) -> Range<Double>? {
        var (low, high) = (Double.infinity, 0.0)
        for spread in spreads {
            for (place, bucket) in spread.shares.enumerated() where bucket.share > 0 {
                // Nothing is no place on a logarithmic axis: the first bucket reaches down as far as the second up.
                let second = spread.bounds.dropFirst().first ?? bucket.upper * 2
                let down = place == 0 ? bucket.upper * min(0.5, max(0.1, bucket.upper / second)) : bucket.lower
                low = min(low, bucket.upper.isFinite ? down : bucket.lower)
                high = max(high, bucket.upper.isFinite ? bucket.upper : bucket.lower)
            }
        }
        guard low > 0, low.isFinite else { return nil }
        return low..<max(high, low * 2)
    }

    private static func ending(in row: Range<Double>, of spread: LatencySpread) -> Double {
        spread.shares.reduce(0) { sum, bucket in
            let isInside = bucket.upper > row.lowerBound * 1.000_001 && bucket.upper <= row.upperBound * 1.000_001
            return isInside ? sum + bucket.share : sum
        }
    }

    private static func share(of row: Range<Double>, in spread: LatencySpread) -> Double {
        var whole = 0.0
        for bucket in spread.shares {
            let middle = row.upperBound.isFinite ? (row.lowerBound * row.upperBound).squareRoot() : row.lowerBound * 2
            if bucket.lower <= middle, bucket.upper > middle { whole = bucket.share }
        }
        return max(ending(in: row, of: spread), whole)
    }

    private static func power(_ base: Double, _ exponent: Double) -> Double {
        // By halves: twelve of them are finer than a row of any screen.
        var (result, root, rest) = (1.0, base, exponent)
        if rest >= 1 { return base }
        for _ in 0..<24 {
            root = root.squareRoot()
            rest *= 2
            if rest >= 1 {
                result *= root
                rest -= 1
            }
        }
        return result
    }
}
