internal import PromModel

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension FloatHistogram {
    /// Whether observations may be NaN: they count, but lie in no bucket.
    var hasNaN: Bool { sum.isNaN }

    /// The q-quantile, interpolated within its bucket: on a logarithmic scale, but evenly in custom buckets and zero.
    ///
    /// NaN without observations, or if it lies among those that are NaN; the infinities for a `q` out of its range.
    func quantile(_ q: Double) -> Double {
        if q < 0 { return -.infinity }
        if q > 1 { return .infinity }
        guard count != 0, !q.isNaN else { return .nan }
        // Counted from the nearer end, which is more exact; NaN counts from above.
        let isForward = hasNaN || q < 0.5
        var rank = isForward ? q * count : (1 - q) * count
        let buckets = isForward ? allBuckets : allBuckets.reversed()
        var found: HistogramBucket?
        var passed = 0.0
        for bucket in buckets where bucket.count != 0 {
            found = bucket
            passed += bucket.count
            if passed >= rank { break }
        }
        guard var bucket = found else { return hasNaN ? .nan : 0 }
        if hasCustomBounds {
            if bucket.lower == -.infinity {
                if bucket.upper <= 0 { return bucket.upper }
                bucket.lower = 0
            } else if bucket.upper == .infinity {
                return bucket.lower
            }
        } else if bucket.lower < 0 && bucket.upper > 0 {
            if negative.isEmpty && !positive.isEmpty { bucket.lower = 0 }
            if positive.isEmpty && !negative.isEmpty { bucket.upper = 0 }
        }
        passed = min(passed, count)
        if passed < rank { return hasNaN ? .nan : bucket.upper }
        rank = isForward ? rank - (passed - bucket.count) : passed - rank
        let share = rank / bucket.count
        if hasCustomBounds || bucket.lower <= 0 && bucket.upper >= 0 {
            return bucket.lower + (bucket.upper - bucket.lower) * share
        }
        let (lower, upper) = (log2(abs(bucket.lower)), log2(abs(bucket.upper)))
        if bucket.lower > 0 { return exp2(lower + (upper - lower) * share) }
        return -exp2(upper + (lower - upper) * (1 - share))
    }

    /// The share of all observations between two values, interpolated as quantiles are; NaN lies nowhere.
    func fraction(from lower: Double, through upper: Double) -> Double {
        guard count != 0, !lower.isNaN, !upper.isNaN else { return .nan }
        guard lower < upper else { return 0 }
        var rank = 0.0
        var ranks: (lower: Double?, upper: Double?)
        for var bucket in allBuckets {
            let isAroundZero = bucket.lower <= 0 && bucket.upper >= 0
            if isAroundZero {
                if negative.isEmpty && !positive.isEmpty { bucket.lower = 0 }
                if positive.isEmpty && !negative.isEmpty { bucket.upper = 0 }
            }
            let isEven = hasCustomBounds || isAroundZero
            if ranks.lower == nil { ranks.lower = place(of: lower, in: bucket, after: rank, isEven: isEven) }
            if ranks.upper == nil { ranks.upper = place(of: upper, in: bucket, after: rank, isEven: isEven) }
            if ranks.lower != nil && ranks.upper != nil { break }
            rank += bucket.count
        }
        let total = hasNaN ? allBuckets.reduce(0) { $0 + $1.count } : count
        return (min(ranks.upper ?? total, total) - min(ranks.lower ?? total, total)) / count
    }

    /// How many observations lie below a value, if it is not above a bucket.
    private func place(of value: Double, in bucket: HistogramBucket, after rank: Double, isEven: Bool) -> Double? {
        if bucket.lower >= value { return rank }
        guard bucket.upper > value else { return nil }
        // What is in a bucket without a beginning counts as lying at its end.
        if bucket.lower == -.infinity { return bucket.count }
        if isEven { return rank + bucket.count * (value - bucket.lower) / (bucket.upper - bucket.lower) }
        let (lower, upper) = (log2(abs(bucket.lower)), log2(abs(bucket.upper)))
        let place = log2(abs(value))
        let share = value > 0 ? (place - lower) / (upper - lower) : 1 - (place - upper) / (lower - upper)
        return rank + bucket.count * share
    }

    /// The variance, each observation taken for the middle of its bucket: geometric, but arithmetic in custom ones.
    var variance: Double {
        let mean = sum / count
        var total = CompensatedSum()
        for bucket in allBuckets where bucket.count != 0 {
            let value: Double
            if hasCustomBounds {
                value = (bucket.upper + bucket.lower) / 2
            } else if bucket.lower <= 0 && bucket.upper >= 0 {
                value = 0
            } else {
                let middle = (bucket.upper * bucket.lower).squareRoot()
                value = bucket.upper < 0 ? -middle : middle
            }
            total.add(bucket.count * (value - mean) * (value - mean))
        }
        return (total.sum + total.compensation) / count
    }
}
