/// The buckets of one side of a histogram that are written down, in ascending order of their indexes.
///
/// A bucket that is not written down is empty; an empty one may be written down. Index 0 ends at 1 in every exponential
/// schema, and at the first bound of a histogram with custom ones.
package struct HistogramBuckets: Sendable {
    /// Which buckets there are.
    package private(set) var indexes: [Int32]
    /// How many observations are in each.
    package private(set) var counts: [Double]

    /// No buckets.
    package init() {
        indexes = []
        counts = []
    }

    /// Buckets one beside the other from an index on.
    package init(from first: Int32, counts: [Double]) {
        indexes = counts.indices.map { first &+ Int32(clamping: $0) }
        self.counts = counts
    }

    /// Buckets in ascending order of indexes, as many indexes as counts.
    package init(rising indexes: [Int32], counts: [Double]) {
        self.indexes = indexes
        self.counts = counts
    }

    package var isEmpty: Bool { indexes.isEmpty }
    package var count: Int { indexes.count }

    /// Appends a bucket above all others.
    package mutating func append(index: Int32, count: Double) {
        indexes.append(index)
        counts.append(count)
    }

    /// Takes over the storage of the same indexes; how many bytes that saves.
    mutating func share(layoutOf other: HistogramBuckets) -> Int {
        guard indexes == other.indexes else { return 0 }
        indexes = other.indexes
        return 4 * indexes.count
    }

    /// Puts another count in place of that at a position.
    mutating func setCount(_ count: Double, at position: Int) { counts[position] = count }

    /// Applies a function to every count.
    mutating func transform(_ change: (Double) -> Double) {
        for position in counts.indices {
            counts[position] = change(counts[position])
        }
    }

    /// Leaves out the empty ones.
    package mutating func compact() {
        guard counts.contains(0) else { return }
        let kept = counts.indices.filter { counts[$0] != 0 }
        indexes = kept.map { indexes[$0] }
        counts = kept.map { counts[$0] }
    }

    /// The buckets of a coarser exponential schema, `steps` below this one.
    package func reduced(by steps: Int32) -> HistogramBuckets {
        guard steps > 0 else { return self }
        var result = HistogramBuckets()
        for (index, count) in zip(indexes, counts) {
            let target = ((index &- 1) >> steps) &+ 1
            if result.indexes.last == target {
                result.counts[result.counts.count - 1] += count
            } else {
                result.append(index: target, count: count)
            }
        }
        return result
    }

    /// Adds the counts of others, times a factor, bucket by bucket.
    mutating func add(_ other: HistogramBuckets, times factor: Double) {
        if other.indexes == indexes {
            for position in counts.indices {
                counts[position] += factor * other.counts[position]
            }
            return
        }
        self = merged(with: other) { $0 + factor * $1 }
    }

    /// Has zeros in buckets unless it has those very buckets already; false if it has others.
    mutating func fill(zerosAt others: [Int32]) -> Bool {
        guard isEmpty, !others.isEmpty else { return indexes == others }
        self = HistogramBuckets(rising: others, counts: Array(repeating: 0, count: others.count))
        return true
    }

    /// Adds the counts of others to its own and to those of a third, all three with the same buckets.
    mutating func add(
        _ other: HistogramBuckets,
        _ third: inout HistogramBuckets,
        _ add: (_ count: inout Double, _ third: inout Double, _ other: Double) -> Void
    ) {
        for position in counts.indices {
            add(&counts[position], &third.counts[position], other.counts[position])
        }
    }

    /// What two make together, bucket by bucket; a bucket that one of them lacks counts as zero there.
    func merged(with other: HistogramBuckets, _ combine: (Double, Double) -> Double) -> HistogramBuckets {
        var result = HistogramBuckets()
        var (mine, theirs) = (0, 0)
        while mine < indexes.count || theirs < other.indexes.count {
            let one = mine < indexes.count ? indexes[mine] : .max
            let two = theirs < other.indexes.count ? other.indexes[theirs] : .max
            let left = one <= two && mine < indexes.count ? counts[mine] : 0
            let right = two <= one && theirs < other.indexes.count ? other.counts[theirs] : 0
            result.append(index: min(one, two), count: combine(left, right))
            if one <= two { mine += 1 }
            if two <= one { theirs += 1 }
        }
        return result
    }

    /// Those whose index satisfies a condition.
    func filter(_ isKept: (Int32) -> Bool) -> HistogramBuckets {
        guard !indexes.allSatisfy(isKept) else { return self }
        let kept = indexes.indices.filter { isKept(indexes[$0]) }
        return HistogramBuckets(rising: kept.map { indexes[$0] }, counts: kept.map { counts[$0] })
    }

    /// Whether any of these counts less than the bucket of the same index before, or lacks one that was not empty.
    func hasFallen(since previous: HistogramBuckets) -> Bool {
        var position = 0
        for (index, before) in zip(previous.indexes, previous.counts) {
            while position < indexes.count, indexes[position] < index { position += 1 }
            if position < indexes.count, indexes[position] == index {
                if counts[position] < before { return true }
            } else if before != 0 {
                return true
            }
        }
        return false
    }
}

extension HistogramBuckets: Hashable {
    /// Whether two have the same buckets with the same bits.
    package static func == (left: HistogramBuckets, right: HistogramBuckets) -> Bool {
        left.indexes == right.indexes && left.counts.elementsEqual(right.counts) { $0.bitPattern == $1.bitPattern }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(indexes)
        for count in counts {
            hasher.combine(count.bitPattern)
        }
    }
}
