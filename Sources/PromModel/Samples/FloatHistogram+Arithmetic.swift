extension FloatHistogram {
    /// Two histograms have nothing in common: one has exponential buckets, the other custom ones.
    package struct Incompatible: Error, Hashable, Sendable {}

    /// What is to be said of a sum or difference.
    package struct Reconciliation: Sendable {
        /// Whether one hint says that the counts began anew, the other that they went on.
        package var collides = false
        /// Whether custom bounds differed, so that only those that both have were kept.
        package var hasMergedBounds = false
    }

    /// Multiplies all counts and the sum; what is multiplied by a negative number is no counter.
    package mutating func multiply(by factor: Double) {
        change { $0 * factor }
        if factor < 0 { hint = .gauge }
    }

    /// Divides all counts and the sum; divided by zero a histogram has no buckets left.
    package mutating func divide(by divisor: Double) {
        if divisor == 0 {
            positive = HistogramBuckets()
            negative = HistogramBuckets()
        }
        change { $0 / divisor }
        if divisor < 0 { hint = .gauge }
    }

    private mutating func change(_ operation: (Double) -> Double) {
        zeroCount = operation(zeroCount)
        count = operation(count)
        sum = operation(sum)
        positive.transform(operation)
        negative.transform(operation)
    }

    /// Adds another, at the coarser of the two schemas.
    @discardableResult
    package mutating func add(_ other: FloatHistogram) throws(Incompatible) -> Reconciliation {
        try combine(other, times: 1)
    }

    /// Subtracts another, at the coarser of the two schemas; whether the result is a counter is up to the caller.
    @discardableResult
    package mutating func subtract(_ other: FloatHistogram) throws(Incompatible) -> Reconciliation {
        try combine(other, times: -1)
    }

    private mutating func combine(_ other: FloatHistogram, times factor: Double) throws(Incompatible) -> Reconciliation
    {
        guard hasCustomBounds == other.hasCustomBounds else { throw Incompatible() }
        var reconciliation = Reconciliation()
        (hint, reconciliation.collides) = hint.joined(with: other.hint)
        if hasCustomBounds {
            var buckets = other.positive
            if customBounds != other.customBounds {
                reconciliation.hasMergedBounds = true
                let shared = Self.sharedBounds(customBounds, other.customBounds)
                buckets = other.mapped(to: shared)
                positive = mapped(to: shared)
                customBounds = shared
            }
            positive.add(buckets, times: factor)
            if reconciliation.hasMergedBounds { positive.compact() }
        } else {
            zeroCount += factor * reconcileZeroBucket(with: other)
            let coarsest = min(schema, other.schema)
            let theirs = other.reduced(to: coarsest)
            self = reduced(to: coarsest)
            positive.add(outsideZero(theirs.positive), times: factor)
            negative.add(outsideZero(theirs.negative), times: factor)
        }
        count += factor * other.count
        sum += factor * other.sum
        return reconciliation
    }

    /// The histogram at a coarser exponential schema; the same if it is no finer, or has custom bounds.
    package func reduced(to target: Int32) -> FloatHistogram {
        guard target < schema, !hasCustomBounds, Self.exponentialSchemas.contains(target) else { return self }
        var result = self
        result.schema = target
        result.positive = positive.reduced(by: schema - target)
        result.negative = negative.reduced(by: schema - target)
        return result
    }

    /// The bounds that two lists of rising ones share.
    static func sharedBounds(_ one: [Double], _ other: [Double]) -> [Double] {
        let others = Set(other)
        return one.filter(others.contains)
    }

    /// The custom buckets put together to those of fewer bounds, empty ones left out.
    func mapped(to bounds: [Double]) -> HistogramBuckets {
        var result = HistogramBuckets()
        var target = 0
        for (index, count) in zip(positive.indexes, positive.counts) {
            let isLast = Int(index) >= customBounds.count
            while target < bounds.count, isLast || bounds[target] < customBounds[Int(index)] { target += 1 }
            if result.indexes.last == Int32(target) {
                result.setCount((result.counts.last ?? 0) + count, at: result.count - 1)
            } else {
                result.append(index: Int32(target), count: count)
            }
        }
        return result
    }
}
