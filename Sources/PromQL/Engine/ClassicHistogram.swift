/// A histogram of cumulative buckets, as its `le` labels tell it.
struct ClassicHistogram {
    /// One bucket.
    struct Bucket {
        var upperBound: Double
        /// How many observations are at most the upper bound.
        var count: Double
    }

    private(set) var buckets: [Bucket] = []

    mutating func add(upperBound: Double, count: Double) {
        buckets.append(Bucket(upperBound: upperBound, count: count))
    }

    /// The q-quantile, interpolated within its bucket.
    ///
    /// NaN if there is no bucket up to infinity, fewer than two buckets, or no observation; the infinities for a `q`
    /// out of its range. With `tolerant`, as Prometheus 3 does, counts that differ by rounding errors are equal.
    func quantile(_ q: Double, tolerant: Bool) -> Double {
        if q.isNaN { return .nan }
        if q < 0 { return -.infinity }
        if q > 1 { return .infinity }
        guard let buckets = prepared(tolerant: tolerant), buckets.count >= 2 else { return .nan }
        let last = buckets.count - 1
        let total = buckets[last].count
        guard total != 0 else { return .nan }
        var rank = q * total
        // In halves, as Prometheus looks for it: between counts that are NaN another bucket is found than one by one.
        var (index, end) = (0, last)
        while index < end {
            let middle = (index + end) / 2
            if buckets[middle].count >= rank { end = middle } else { index = middle + 1 }
        }
        if index == last { return buckets[last - 1].upperBound }
        if index == 0 && buckets[0].upperBound <= 0 { return buckets[0].upperBound }
        var lower = 0.0
        var count = buckets[index].count
        if index > 0 {
            lower = buckets[index - 1].upperBound
            count -= buckets[index - 1].count
            rank -= buckets[index - 1].count
        }
        return lower + (buckets[index].upperBound - lower) * (rank / count)
    }

    /// Whether counts fall from one bucket to the next by more than rounding errors.
    ///
    /// Such counts are raised before anything is computed from them.
    var isFalling: Bool {
        guard let counts = merged()?.map(\.count) else { return false }
        var highest = counts.first ?? 0
        for count in counts.dropFirst() {
            if count < highest, !ClassicHistogram.areAlmostEqual(count, highest) { return true }
            highest = max(highest, count)
        }
        return false
    }

    /// The share of observations between two values, interpolated within their buckets.
    ///
    /// Counts that fall are taken as they are, but none as more than the total, as Prometheus does.
    func fraction(from lower: Double, through upper: Double) -> Double {
        guard let buckets = merged(), let total = buckets.last?.count, total != 0,
            !lower.isNaN, !upper.isNaN
        else { return .nan }
        guard lower < upper else { return 0 }
        return (min(rank(of: upper, in: buckets), total) - min(rank(of: lower, in: buckets), total)) / total
    }

    /// How many observations are at most a value.
    private func rank(of value: Double, in buckets: [Bucket]) -> Double {
        var lower = buckets.first.map { $0.upperBound > 0 ? 0 : -Double.infinity } ?? 0
        var below = 0.0
        for bucket in buckets {
            if value <= lower { return below }
            if value < bucket.upperBound {
                // A bucket without an end cannot be divided: what is in it counts as lying at that end.
                guard lower.isFinite else { return bucket.count }
                guard bucket.upperBound.isFinite else { return below }
                return below + (bucket.count - below) * (value - lower) / (bucket.upperBound - lower)
            }
            lower = bucket.upperBound
            below = bucket.count
        }
        return below
    }

    /// The buckets in order, equal bounds merged; nil without a bucket up to infinity.
    private func merged() -> [Bucket]? {
        let sorted = buckets.sorted { $0.upperBound < $1.upperBound }
        guard let last = sorted.last, last.upperBound == .infinity else { return nil }
        var result: [Bucket] = []
        for bucket in sorted {
            if let previous = result.last, previous.upperBound == bucket.upperBound {
                result[result.count - 1].count += bucket.count
            } else {
                result.append(bucket)
            }
        }
        return result
    }

    /// The merged buckets, counts made to rise.
    private func prepared(tolerant: Bool) -> [Bucket]? {
        guard var result = merged() else { return nil }
        for index in result.indices.dropFirst() {
            let previous = result[index - 1].count
            let isEqual = tolerant && ClassicHistogram.areAlmostEqual(previous, result[index].count)
            if isEqual || result[index].count < previous { result[index].count = previous }
        }
        return result
    }

    /// Whether two counts differ by no more than sums in another order would.
    private static func areAlmostEqual(_ one: Double, _ other: Double) -> Bool {
        let tolerance = 1e-12
        if one == other || one.isNaN && other.isNaN { return true }
        let difference = abs(one - other)
        let sum = abs(one) + abs(other)
        if one == 0 || other == 0 || sum < .leastNormalMagnitude {
            return difference < tolerance * .leastNormalMagnitude
        }
        return difference / min(sum, .greatestFiniteMagnitude) < tolerance
    }
}
