/// A native histogram: observations counted in buckets that nobody had to choose, or in custom ones.
///
/// Counts are absolute, not those of all buckets below, and may be fractions. A histogram that ends its series has the
/// stale marker as its sum. Equality is that of bits, the hint left out: it is about data, not about mathematics.
package struct FloatHistogram: Sendable {
    /// The schema of histograms with custom bounds.
    package static let customSchema: Int32 = -53
    /// The exponential schemas there are; each bound is the one before times 2 to the power of 2 to the minus schema.
    package static let exponentialSchemas: ClosedRange<Int32> = -4...8

    /// What is known of it against the one before.
    package var hint: CounterResetHint
    /// How fine the buckets are.
    package var schema: Int32
    /// Observations whose absolute value is at most this are in the zero bucket.
    package var zeroThreshold: Double
    /// How many observations are in the zero bucket.
    package var zeroCount: Double
    /// How many observations there are, those that are NaN included.
    package var count: Double
    /// The sum of all observations.
    package var sum: Double
    /// The buckets of positive values, or all of them where bounds are custom.
    package var positive: HistogramBuckets
    /// The buckets of negative values, whose indexes rise away from zero.
    package var negative: HistogramBuckets
    /// The upper bounds of custom buckets, strictly rising; above the last one lies one more bucket.
    package var customBounds: [Double]

    /// Creates a histogram, an empty one by default.
    package init(
        hint: CounterResetHint = .unknown,
        schema: Int32 = 0,
        zeroThreshold: Double = 0,
        zeroCount: Double = 0,
        count: Double = 0,
        sum: Double = 0,
        positive: HistogramBuckets = HistogramBuckets(),
        negative: HistogramBuckets = HistogramBuckets(),
        customBounds: [Double] = []
    ) {
        self.hint = hint
        self.schema = schema
        self.zeroThreshold = zeroThreshold
        self.zeroCount = zeroCount
        self.count = count
        self.sum = sum
        self.positive = positive
        self.negative = negative
        self.customBounds = customBounds
    }

    /// Whether its bounds are custom ones.
    package var hasCustomBounds: Bool { schema == Self.customSchema }

    /// Whether it ends its series.
    package var isStaleMarker: Bool { StaleMarker.isMarker(sum) }

    /// Leaves out empty buckets.
    package mutating func compact() {
        positive.compact()
        negative.compact()
    }

    /// The same without empty buckets.
    package var compacted: FloatHistogram {
        var result = self
        result.compact()
        return result
    }

    /// Takes over the storage of what is laid out as in another; how many bytes that saves.
    package mutating func share(layoutOf other: FloatHistogram) -> Int {
        var saved = positive.share(layoutOf: other.positive) + negative.share(layoutOf: other.negative)
        if customBounds == other.customBounds {
            customBounds = other.customBounds
            saved += 8 * customBounds.count
        }
        return saved
    }

    /// Whether any of its numbers is infinite.
    package var hasOverflow: Bool {
        zeroCount.isInfinite || count.isInfinite || sum.isInfinite || positive.counts.contains(where: \.isInfinite)
            || negative.counts.contains(where: \.isInfinite)
    }
}

extension FloatHistogram: Hashable {
    package static func == (left: FloatHistogram, right: FloatHistogram) -> Bool {
        left.schema == right.schema && left.count.bitPattern == right.count.bitPattern
            && left.sum.bitPattern == right.sum.bitPattern && left.zeroThreshold == right.zeroThreshold
            && left.zeroCount.bitPattern == right.zeroCount.bitPattern && left.positive == right.positive
            && left.negative == right.negative && (!left.hasCustomBounds || left.customBounds == right.customBounds)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(schema)
        hasher.combine(count.bitPattern)
        hasher.combine(sum.bitPattern)
        hasher.combine(positive)
        hasher.combine(negative)
    }
}

/// A histogram that several elements or samples share.
package final class SharedHistogram: Sendable {
    /// The histogram.
    package let content: FloatHistogram

    /// Shares a histogram.
    package init(_ content: FloatHistogram) { self.content = content }
}

/// A histogram at a moment.
package struct HistogramSample: Hashable, Sendable {
    /// When it was so.
    package var timestamp: Timestamp
    /// The histogram.
    package var histogram: FloatHistogram

    /// Creates a sample.
    package init(timestamp: Timestamp, histogram: FloatHistogram) {
        self.timestamp = timestamp
        self.histogram = histogram
    }
}
