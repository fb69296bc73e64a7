/// A histogram of durations in fixed buckets.
package struct DurationCounts: Sendable, Equatable {
    /// Upper bounds in seconds, ascending, without +Inf.
    package let bounds: [Double]
    /// Durations in each bucket, not cumulative; the last is +Inf.
    package private(set) var buckets: [Int]
    /// How many durations.
    package private(set) var count = 0
    /// Their sum in seconds.
    package private(set) var seconds = 0.0

    /// Empty.
    package init(bounds: [Double]) {
        self.bounds = bounds
        buckets = [Int](repeating: 0, count: bounds.count + 1)
    }

    /// Adds what was counted in the same buckets.
    mutating func add(_ other: DurationCounts) {
        for index in buckets.indices { buckets[index] += other.buckets[index] }
        count += other.count
        seconds += other.seconds
    }

    /// Counts one, or several of the same length.
    package mutating func record(_ duration: Double, times: Int = 1) {
        var (low, high) = (0, bounds.count)
        while low < high {
            let middle = (low + high) / 2
            if duration <= bounds[middle] { high = middle } else { low = middle + 1 }
        }
        buckets[low] += times
        count += times
        seconds += duration * Double(times)
    }
}
