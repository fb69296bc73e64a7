extension FloatHistogram {
    /// What the zero count would be with a greater threshold, and that threshold.
    ///
    /// A threshold within a bucket that is not empty is raised to that bucket's end.
    func zeroCount(forThreshold wanted: Double) -> (count: Double, threshold: Double) {
        guard wanted > zeroThreshold else { return (zeroCount, wanted) }
        var threshold = wanted
        while true {
            var count = zeroCount
            for bucket in positiveBuckets {
                if bucket.lower >= threshold { break }
                count += bucket.count
                if bucket.upper > threshold {
                    if bucket.count != 0 { threshold = bucket.upper }
                    break
                }
            }
            var isRaised = false
            for bucket in negativeBuckets {
                if bucket.upper <= -threshold { break }
                count += bucket.count
                if bucket.lower < -threshold {
                    if bucket.count != 0 {
                        threshold = -bucket.lower
                        isRaised = true
                    }
                    break
                }
            }
            // Of the positive buckets others may lie within the raised threshold.
            if !isRaised { return (count, threshold) }
        }
    }

    /// Widens the zero bucket to a threshold at the end of a bucket.
    mutating func widenZeroBucket(to wanted: Double) {
        (zeroCount, zeroThreshold) = zeroCount(forThreshold: wanted)
        positive = outsideZero(positive)
        negative = outsideZero(negative)
        compact()
    }

    /// The buckets whose end lies beyond the zero threshold.
    func outsideZero(_ buckets: HistogramBuckets) -> HistogramBuckets {
        guard zeroThreshold > 0, !hasCustomBounds, let first = buckets.indexes.first else { return buckets }
        // Bounds rise: mostly the first bucket answers for all.
        if Self.bound(first, schema: schema) > zeroThreshold { return buckets }
        return buckets.filter { Self.bound($0, schema: schema) > zeroThreshold }
    }

    /// Widens the zero bucket until it covers that of another and ends within no bucket of either; what the other's zero
    /// bucket would count then.
    mutating func reconcileZeroBucket(with other: FloatHistogram) -> Double {
        var (count, threshold) = (other.zeroCount, other.zeroThreshold)
        while threshold != zeroThreshold {
            if zeroThreshold > threshold { (count, threshold) = other.zeroCount(forThreshold: zeroThreshold) }
            if threshold > zeroThreshold { widenZeroBucket(to: threshold) }
        }
        return count
    }
}
