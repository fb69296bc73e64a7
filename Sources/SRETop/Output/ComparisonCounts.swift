import Diagnosis
import Gates

/// What a source counts of one side of a comparison.
struct ComparisonCounts: Sendable {
    /// The ranks of the latencies that are told.
    static let ranks = [0.5, 0.95, 0.99]

    /// How it was found: the matchers that picked it, or the moment.
    let how: String
    let rate: Double?
    let failures: ShareCounts?
    let latencies: LatencyCounts?
    /// The latency in seconds at each rank.
    let quantiles: [Double: Double]

    /// Requests within the time that is compared.
    var requests: Double { failures?.requests ?? latencies?.requests ?? 0 }
}
