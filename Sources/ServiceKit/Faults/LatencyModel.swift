import Randomness

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Draws the time a request takes: lognormal, the shape that real services show, cut off at a known maximum.
///
/// Median m and spread s give `m * exp(s * z)` for a standard normal z, so p95 is `m * exp(1.645 s)` and p99
/// `m * exp(2.326 s)`: 20 ms and 0.78 make 72 ms and 123 ms.
package struct LatencyModel: Sendable {
    /// Half of the requests take longer than this.
    package let median: Duration
    /// The standard deviation of the logarithm of the latency.
    package let spread: Double
    /// No request takes longer than this.
    ///
    /// Lies below the last finite histogram bound, so that no quantile is clipped.
    package let maximum: Duration
    private var random: SeededRandom

    /// The default is the unstable service's: median 20 ms, p99 about 123 ms, never over 2 s.
    package init(
        median: Duration = .milliseconds(20),
        spread: Double = 0.78,
        maximum: Duration = .seconds(2),
        seed: UInt64
    ) {
        self.median = median
        self.spread = spread
        self.maximum = maximum
        random = SeededRandom(seed: seed)
    }

    /// The latency of the next request.
    package mutating func next() -> Duration {
        min(median * exp(spread * DelayModel.normal(using: &random)), maximum)
    }
}
