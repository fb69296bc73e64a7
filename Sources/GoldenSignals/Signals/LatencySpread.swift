package import PromModel

/// How the requests of a window spread over the buckets of their latency histogram.
///
/// Shares are kept in thousandths: a picture shows no more, and a recording takes a byte or two for each.
package struct LatencySpread: Sendable, Equatable, Codable {
    /// The requests between two latencies.
    package struct Bucket: Sendable, Equatable {
        /// The lower bound in seconds.
        package let lower: Double
        /// The upper bound in seconds; infinite for the last one.
        package let upper: Double
        /// Requests, or requests a second.
        package let count: Double

        /// Memberwise.
        package init(lower: Double, upper: Double, count: Double) {
            self.lower = lower
            self.upper = upper
            self.count = count
        }
    }

    /// All requests, in what ``parts`` are counted in.
    package static let whole = 1000
    /// The most buckets that are kept: of more than these, neighbours are joined.
    package static let mostBuckets = 40

    /// The buckets' upper bounds in seconds, lowest first; the last may be infinite.
    package let bounds: [Double]
    /// The share of each bucket alone, in thousandths; what is not nothing is one at least.
    package let parts: [Int]

    /// The spread over buckets in ascending order; nil where they hold nothing.
    ///
    /// Where one does not begin where the last one ended, what lies between holds nothing.
    package init?(_ buckets: [Bucket]) {
        let known = buckets.filter { $0.count.isFinite && $0.upper > 0 }
        let total = known.reduce(0) { $0 + max($1.count, 0) }
        guard total > 0 else { return nil }
        var ends: [(bound: Double, count: Double)] = []
        for bucket in known {
            if bucket.lower > ends.last?.bound ?? 0, bucket.lower.isFinite { ends.append((bucket.lower, 0)) }
            ends.append((bucket.upper, max(bucket.count, 0)))
        }
        while ends.count > Self.mostBuckets { ends = Self.joined(ends) }
        bounds = ends.map(\.bound)
        parts = ends.map { end in
            end.count > 0 ? max(1, Int((end.count / total * Double(Self.whole)).rounded())) : 0
        }
    }

    /// The spread of a classic histogram's cumulative rates by `le`, whose bounds are so many to a second; nil without requests.
    package init?(cumulative values: [InstantValue], perSecond: Double) {
        self.init(
            cumulative: values.compactMap { value in Double(value.labels["le"]).map { (bound: $0, value: value.value) }
            },
            perSecond: perSecond
        )
    }

    /// The spread of cumulative rates at bounds in any order, whose bounds are so many to a second; nil without requests.
    package init?(cumulative values: [(bound: Double, value: Double)], perSecond: Double) {
        // One bound may be spelled in two ways.
        let known = Dictionary(values.map { ($0.bound, $0.value) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
        var buckets: [Bucket] = []
        var (lower, below) = (0.0, 0.0)
        for (bound, value) in known where value.isFinite {
            buckets.append(Bucket(lower: lower, upper: bound / perSecond, count: value - below))
            (lower, below) = (bound / perSecond, max(below, value))
        }
        self.init(buckets)
    }

    /// The spread of a native histogram, whose bounds are so many to a second; nil without requests.
    package init?(_ histogram: FloatHistogram, perSecond: Double) {
        let all = [histogram.zeroBucket] + histogram.positiveBuckets
        self.init(
            all.map {
                Bucket(lower: max(0, $0.lower / perSecond), upper: $0.upper / perSecond, count: $0.count)
            }
        )
    }

    /// Each bucket's lower and upper bound in seconds, with its share of all requests.
    package var shares: [(lower: Double, upper: Double, share: Double)] {
        zip(bounds.indices, parts).map { index, part in
            (index == 0 ? 0 : bounds[index - 1], bounds[index], Double(part) / Double(Self.whole))
        }
    }

    /// Each bucket joined with the one above it; the last one stays where their number is odd.
    private static func joined(_ ends: [(bound: Double, count: Double)]) -> [(bound: Double, count: Double)] {
        stride(from: 0, to: ends.count, by: 2).map { place in
            guard place + 1 < ends.count else { return ends[place] }
            return (ends[place + 1].bound, ends[place].count + ends[place + 1].count)
        }
    }
}
