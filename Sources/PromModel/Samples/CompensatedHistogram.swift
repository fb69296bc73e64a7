/// A running sum of histograms that keeps what rounding loses, count by count (Neumaier's variant of Kahan's sum).
package struct CompensatedHistogram: Sendable {
    /// The sum so far, as it was rounded.
    private var sum: FloatHistogram
    /// What has to be added to it, bucket by bucket of the same layout.
    private var lost: FloatHistogram

    /// Begins with a histogram.
    package init(_ first: FloatHistogram) {
        sum = first
        lost = FloatHistogram(
            hint: first.hint,
            schema: first.schema,
            zeroThreshold: first.zeroThreshold,
            customBounds: first.customBounds
        )
    }

    /// Whether a number of the sum is infinite.
    package var hasOverflow: Bool { sum.hasOverflow }

    /// Adds a histogram, at the coarser of the two schemas.
    @discardableResult
    package mutating func add(
        _ other: FloatHistogram
    ) throws(FloatHistogram.Incompatible) -> FloatHistogram.Reconciliation {
        guard sum.hasCustomBounds == other.hasCustomBounds else { throw FloatHistogram.Incompatible() }
        var reconciliation = FloatHistogram.Reconciliation()
        (sum.hint, reconciliation.collides) = sum.hint.joined(with: other.hint)
        var addend = other
        if sum.hasCustomBounds {
            if sum.customBounds != other.customBounds {
                reconciliation.hasMergedBounds = true
                let shared = FloatHistogram.sharedBounds(sum.customBounds, other.customBounds)
                addend.positive = other.mapped(to: shared)
                sum.positive = sum.mapped(to: shared)
                lost.positive = lost.mapped(to: shared)
                sum.customBounds = shared
                lost.customBounds = shared
            }
        } else {
            addend.zeroCount = sum.reconcileZeroBucket(with: other)
            lost.takeIntoZeroBucket(upTo: sum.zeroThreshold)
            let coarsest = min(sum.schema, other.schema)
            addend = addend.reduced(to: coarsest)
            sum = sum.reduced(to: coarsest)
            lost = lost.reduced(to: coarsest)
            addend.positive = sum.outsideZero(addend.positive)
            addend.negative = sum.outsideZero(addend.negative)
        }
        (sum.zeroCount, lost.zeroCount) = Self.total(sum.zeroCount, lost.zeroCount, addend.zeroCount)
        (sum.count, lost.count) = Self.total(sum.count, lost.count, other.count)
        (sum.sum, lost.sum) = Self.total(sum.sum, lost.sum, other.sum)
        Self.add(addend.positive, to: &sum.positive, &lost.positive)
        Self.add(addend.negative, to: &sum.negative, &lost.negative)
        return reconciliation
    }

    private static func add(
        _ addend: HistogramBuckets,
        to sum: inout HistogramBuckets,
        _ lost: inout HistogramBuckets
    ) {
        // Most histograms have the buckets of the one before: then nothing has to be laid out anew.
        if addend.indexes == sum.indexes, lost.fill(zerosAt: sum.indexes) {
            sum.add(addend, &lost) { sum, lost, value in
                let rounding = total(sum, 0, value).1
                sum += value
                lost += rounding
            }
            return
        }
        let rounding = sum.merged(with: addend) { total($0, 0, $1).1 }
        sum = sum.merged(with: addend) { $0 + $1 }
        lost = lost.merged(with: rounding) { $0 + $1 }
    }

    private static func total(_ sum: Double, _ lost: Double, _ value: Double) -> (Double, Double) {
        let total = sum + value
        if total.isInfinite { return (total, 0) }
        return (total, lost + (abs(sum) >= abs(value) ? (sum - total) + value : (value - total) + sum))
    }

    /// Multiplies what was added so far.
    package mutating func multiply(by factor: Double) {
        sum.multiply(by: factor)
        lost.multiply(by: factor)
    }

    /// Divides what was added so far.
    package mutating func divide(by divisor: Double) {
        sum.divide(by: divisor)
        lost.divide(by: divisor)
    }

    /// The sum, with what rounding lost.
    package var result: FloatHistogram {
        var total = sum
        total.zeroCount += lost.zeroCount
        total.count += lost.count
        total.sum += lost.sum
        total.positive.add(lost.positive, times: 1)
        total.negative.add(lost.negative, times: 1)
        return total
    }
}

extension FloatHistogram {
    /// Widens the zero bucket to the end of a bucket; what lies within it is counted there.
    fileprivate mutating func takeIntoZeroBucket(upTo threshold: Double) {
        guard threshold > zeroThreshold else { return }
        zeroThreshold = threshold
        for buckets in [positive, negative] {
            let outside = Set(outsideZero(buckets).indexes)
            for (index, count) in zip(buckets.indexes, buckets.counts) where !outside.contains(index) {
                zeroCount += count
            }
        }
        positive = outsideZero(positive)
        negative = outsideZero(negative)
    }
}
