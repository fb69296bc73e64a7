#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension FloatHistogram {
    /// The observations on one side of a value, that value's bucket divided by interpolation.
    ///
    /// The sum is estimated from the middles of what is left, unless nothing was taken away. Of a bucket without an end
    /// it is not known how its observations lie, so that it goes as a whole where the value lies within it.
    package func trimmed(at limit: Double, keepsLower: Bool) -> FloatHistogram {
        var cut = Cut(limit: limit, keepsLower: keepsLower, isCustom: hasCustomBounds)
        var result = self
        let isPositivePresent = positive.counts.contains { $0 != 0 }
        let isNegativePresent = negative.counts.contains { $0 != 0 }
        for (position, bucket) in positiveBuckets.enumerated() where bucket.count != 0 {
            result.positive.setCount(cut.take(bucket, isPositive: true), at: position)
        }
        for (position, bucket) in negativeBuckets.enumerated() where bucket.count != 0 {
            result.negative.setCount(cut.take(bucket, isPositive: false), at: position)
        }
        if zeroCount > 0 {
            var bucket = zeroBucket
            if isNegativePresent && !isPositivePresent { bucket.upper = 0 }
            if isPositivePresent && !isNegativePresent { bucket.lower = 0 }
            result.zeroCount = cut.takeZero(bucket)
        }
        guard cut.hasTrimmed else { return self }
        result.count = cut.count
        result.sum = cut.sum
        result.compact()
        return result
    }

    /// What is left of the buckets looked at so far.
    private struct Cut {
        let limit: Double
        let keepsLower: Bool
        let isCustom: Bool
        var count = 0.0
        var sum = 0.0
        var hasTrimmed = false

        /// How much of a bucket stays.
        mutating func take(_ bucket: HistogramBucket, isPositive: Bool) -> Double {
            let isKept = keepsLower ? bucket.upper <= limit : bucket.lower >= limit
            let isDropped = keepsLower ? bucket.lower >= limit : bucket.upper <= limit
            if isKept {
                add(bucket.count, at: middle(bucket.lower, bucket.upper, isPositive))
                return bucket.count
            }
            if isDropped {
                hasTrimmed = true
                return 0
            }
            let (kept, middle) = part(of: bucket, isPositive: isPositive)
            add(kept, at: middle)
            if kept != bucket.count { hasTrimmed = true }
            return kept
        }

        /// How much of the zero bucket stays, whose observations are taken to lie evenly.
        mutating func takeZero(_ bucket: HistogramBucket) -> Double {
            let (isBelow, isAbove) = (limit <= bucket.lower, limit >= bucket.upper)
            if keepsLower ? isBelow : isAbove && !isBelow {
                hasTrimmed = true
                return 0
            }
            if isBelow || isAbove {
                add(bucket.count, at: (bucket.lower + bucket.upper) / 2)
                return bucket.count
            }
            let (lower, upper) = keepsLower ? (bucket.lower, limit) : (limit, bucket.upper)
            let kept = bucket.count * ((upper - lower) / (bucket.upper - bucket.lower))
            add(kept, at: (lower + upper) / 2)
            if kept != bucket.count { hasTrimmed = true }
            return kept
        }

        private mutating func add(_ kept: Double, at middle: Double) {
            count += kept
            sum += kept * middle
        }

        /// How much of the bucket that holds the limit stays, and where its middle lies.
        private func part(of bucket: HistogramBucket, isPositive: Bool) -> (kept: Double, middle: Double) {
            if bucket.lower.isInfinite || bucket.upper.isInfinite { return endlessPart(of: bucket) }
            let below = bucket.count * share(of: bucket, isPositive: isPositive)
            return keepsLower
                ? (below, middle(bucket.lower, limit, isPositive))
                : (bucket.count - below, middle(limit, bucket.upper, isPositive))
        }

        private func endlessPart(of bucket: HistogramBucket) -> (kept: Double, middle: Double) {
            // Only custom buckets reach down to infinity; one that ends above zero is taken to begin there.
            if bucket.lower == -.infinity, bucket.upper > 0, bucket.upper.isFinite, limit >= 0 {
                if keepsLower {
                    return limit > 0 ? (bucket.count * limit / bucket.upper, limit / 2) : (0, 0)
                }
                return (bucket.count * (1 - limit / bucket.upper), (limit + bucket.upper) / 2)
            }
            if bucket.lower == -.infinity {
                return keepsLower && bucket.upper <= 0 ? (bucket.count, limit) : (0, 0)
            }
            return keepsLower ? (0, 0) : (bucket.count, limit)
        }

        /// The share of a bucket's observations below the limit.
        private func share(of bucket: HistogramBucket, isPositive: Bool) -> Double {
            if isCustom { return (limit - bucket.lower) / (bucket.upper - bucket.lower) }
            let (lower, upper) = (log2(abs(bucket.lower)), log2(abs(bucket.upper)))
            let place = log2(abs(limit))
            return isPositive ? (place - lower) / (upper - lower) : 1 - (place - upper) / (lower - upper)
        }

        private func middle(_ lower: Double, _ upper: Double, _ isPositive: Bool) -> Double {
            if lower.isInfinite { return upper.isInfinite ? 0 : upper > 0 ? upper / 2 : upper }
            if upper.isInfinite { return lower }
            if isCustom { return (lower + upper) / 2 }
            let geometric = abs(lower * upper).squareRoot()
            return isPositive ? geometric : -geometric
        }
    }
}
