/// The upper bounds of the service's latency histogram.
package enum LatencyBuckets {
    /// Seconds, ascending, without +Inf.
    ///
    /// A bound lies exactly on each default limit of the dashboard (0.5 s and 1 s), so that "share under the limit" is
    /// exact, and the last ones lie above every latency that the service can produce. Around the bulk of the
    /// lognormal they are close enough that an interpolated p95 is within a few percent.
    package static let upperBoundsSeconds: [Double] = [
        0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.06, 0.075, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5,
        0.75, 1, 1.5, 2.5, 5, 10,
    ]

    /// The index of the bucket that counts a latency; one past the last for +Inf.
    package static func index(ofSeconds seconds: Double) -> Int {
        var low = 0
        var high = upperBoundsSeconds.count
        while low < high {
            let middle = (low + high) / 2
            if seconds <= upperBoundsSeconds[middle] { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
