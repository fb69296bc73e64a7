import Histogram

/// How long requests took on one clock.
package struct LatencyDistribution: Sendable {
    /// A time that may be only a bound.
    package struct Value: Sendable, Equatable {
        /// To three digits.
        package let duration: Duration
        /// Whether it took at least this long: requests without an answer lie at or below it.
        package let isAtLeast: Bool
    }

    private let histogram: CensoredHistogram

    init(_ histogram: CensoredHistogram) {
        self.histogram = histogram
    }

    /// How many requests were timed.
    package var count: Int { Int(histogram.values.totalCount) }
    /// How many of them took at least the time that is known, since no answer came.
    package var boundCount: Int { histogram.boundCount }

    /// The least of the times that are only bounds; nil where there is none.
    package var leastBound: Duration? { histogram.smallestBound.map { .nanoseconds(Int64($0)) } }

    /// The time that `percentile` of 100 did not exceed; nil without requests.
    package func value(at percentile: Double) -> Value? {
        guard count > 0 else { return nil }
        // The largest is kept exactly; the end of its bucket may lie beyond it.
        let found = min(histogram.values.valueAtPercentile(percentile), histogram.values.max)
        return Value(
            duration: .nanoseconds(Int64(found)),
            isAtLeast: histogram.smallestBound.map { found >= $0 } ?? false
        )
    }

    /// Each time that occurred, to three digits, and how often.
    package func occurrences() -> [(time: Duration, count: Int)] {
        histogram.values.recordedValues().map { (.nanoseconds(Int64($0.value)), Int($0.count)) }
    }

    /// The percentiles in the text format that HdrHistogram's plotters read, in milliseconds.
    package func percentileText() -> String {
        var text = ""
        histogram.values.outputPercentileDistribution(to: &text, outputValueUnitScalingRatio: 1e6)
        return text
    }
}
