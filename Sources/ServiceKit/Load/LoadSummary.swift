import Histogram

/// What a finished run shows: the counts, and percentiles on two clocks.
package struct LoadSummary: Sendable, Equatable {
    /// Percentiles of one clock.
    package struct Percentiles: Sendable, Equatable {
        /// Half took longer.
        package let p50: Duration
        /// One in twenty took longer.
        package let p95: Duration
        /// One in a hundred took longer.
        package let p99: Duration
        /// The longest.
        package let maximum: Duration
    }

    /// How the requests ended.
    package let count: LoadCount
    /// From the planned time to the answer; nil without requests.
    ///
    /// Unanswered requests count with the time they waited.
    package let response: Percentiles?
    /// From sent to the answer; nil without answers.
    package let service: Percentiles?

    init(count: LoadCount, latencies: LatencyRecorder) {
        self.count = count
        response = Self.percentiles(latencies.response.totalCount) {
            latencies.response.valueAtPercentile($0)
        }
        service = Self.percentiles(latencies.service.totalCount) { latencies.service.valueAtPercentile($0) }
    }

    private static func percentiles(_ total: UInt64, value: (Double) -> UInt64) -> Percentiles? {
        guard total > 0 else { return nil }
        func duration(_ percentile: Double) -> Duration { .nanoseconds(Int64(value(percentile))) }
        return Percentiles(p50: duration(50), p95: duration(95), p99: duration(99), maximum: duration(100))
    }
}
