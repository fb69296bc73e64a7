#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// One bucket with its bounds.
package struct HistogramBucket: Sendable {
    /// The lower bound, which does not belong to a bucket of positive values.
    package var lower: Double
    /// The upper bound, which does not belong to a bucket of negative values.
    package var upper: Double
    /// How many observations are in it.
    package var count: Double
}

extension FloatHistogram {
    /// The upper bound of an exponential bucket of positive values.
    ///
    /// The one below infinity is the greatest finite number, so that only infinity lies above it.
    package static func bound(_ index: Int32, schema: Int32) -> Double {
        let index = Int(index)
        if schema <= 0 {
            let exponent = index << Int(-schema)
            return exponent == 1024 ? .greatestFiniteMagnitude : power(of: exponent, times: 1)
        }
        let parts = 1 << Int(schema)
        let part = index & (parts - 1)
        let fraction = exp2(Double(part) / Double(parts) - 1)
        let exponent = (index >> Int(schema)) + 1
        if part == 0 && exponent == 1025 { return .greatestFiniteMagnitude }
        return power(of: exponent, times: fraction)
    }

    private static func power(of exponent: Int, times significand: Double) -> Double {
        Double(sign: .plus, exponent: min(max(exponent, -2200), 2200), significand: significand)
    }

    /// The upper bound of a bucket by its index.
    private func upperBound(_ index: Int32) -> Double {
        guard hasCustomBounds else { return Self.bound(index, schema: schema) }
        guard index >= 0 else { return -.infinity }
        return Int(index) < customBounds.count ? customBounds[Int(index)] : .infinity
    }

    /// The buckets of positive values, or all custom ones, from the lowest on.
    package var positiveBuckets: [HistogramBucket] {
        zip(positive.indexes, positive.counts).map {
            HistogramBucket(lower: upperBound($0 &- 1), upper: upperBound($0), count: $1)
        }
    }

    /// The buckets of negative values, from zero downwards.
    package var negativeBuckets: [HistogramBucket] {
        zip(negative.indexes, negative.counts).map {
            HistogramBucket(lower: -upperBound($0), upper: -upperBound($0 &- 1), count: $1)
        }
    }

    /// The zero bucket.
    package var zeroBucket: HistogramBucket {
        HistogramBucket(lower: -zeroThreshold, upper: zeroThreshold, count: zeroCount)
    }

    /// All buckets from the lowest on, that of zero only if it is not empty.
    ///
    /// A bucket that the zero bucket covers in part begins where that ends.
    package var allBuckets: [HistogramBucket] {
        var result = negativeBuckets.reversed().map { bucket in
            var bucket = bucket
            if bucket.upper < 0, bucket.upper > -zeroThreshold { bucket.upper = -zeroThreshold }
            return bucket
        }
        if zeroCount > 0 { result.append(zeroBucket) }
        for var bucket in positiveBuckets {
            if bucket.lower > 0, bucket.lower < zeroThreshold { bucket.lower = zeroThreshold }
            result.append(bucket)
        }
        return result
    }
}
