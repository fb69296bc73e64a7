/// How many samples the bounds of a histogram's buckets have, by what ``SignalCatalog/samplesByBound`` answers.
package struct BoundSamples: Sendable, Equatable {
    /// Where a bound lacks less than this part the quantiles hardly move.
    private static let tolerance = 0.02

    private var counts: [Double: Double] = [:]

    /// None yet.
    package init() {}

    /// Counts samples of a bound: one that is spelled in two ways is one.
    package mutating func add(_ count: Double, bound: String) {
        guard let number = Double(bound), count.isFinite else { return }
        counts[number, default: 0] += count
    }

    /// Whether some bounds are not those of all processes, or came within the window: then the buckets do not add up.
    package var areUneven: Bool {
        guard let most = counts.values.max(), let fewest = counts.values.min() else { return false }
        return fewest < most * (1 - Self.tolerance)
    }

    /// What is said in the place of quantiles.
    package static let reason =
        "the buckets' bounds are not the same in all of this window, or not of all processes: they make no histogram"
}
