package import PromModel

extension SampleStore {
    /// About how many bytes the samples and the labels take: what they hold, without the allocator's rounding.
    package var byteCount: Int { table.indices.reduce(0) { $0 + table[$1].byteCount } }

    /// Forgets the oldest samples until the store fits a budget.
    ///
    /// Goes by quarters of the time that is left, so that it ends soon. What the newest scrape brought stays: a page that
    /// is too large by itself is a matter of ``ScrapeLimits``.
    ///
    /// - Parameter budget: In bytes, as ``byteCount`` counts them.
    /// - Returns: The moment of the oldest sample that is left; nil where everything fitted.
    package mutating func shrink(toBytes budget: Int) -> Timestamp? {
        var hasCut = false
        while byteCount > budget, let newest = newestTimestamp, let oldest = oldestTimestamp, oldest < newest {
            let quarter = max(1, (newest - oldest).milliseconds / 4)
            dropSamples(before: Timestamp(milliseconds: oldest.milliseconds + quarter))
            hasCut = true
        }
        return hasCut ? oldestTimestamp : nil
    }

    /// The moment of the oldest sample; nil while the store is empty.
    var oldestTimestamp: Timestamp? {
        table.indices.lazy.compactMap { table[$0].firstTime }.min().map { Timestamp(milliseconds: $0) }
    }
}

extension StoredSeries {
    /// The parts of a series beside labels and samples.
    private static let overhead = 200
    /// What a label takes beside the bytes of its texts.
    private static let labelOverhead = 32

    var byteCount: Int {
        let texts = labels.reduce(0) { $0 + Self.labelOverhead + $1.name.utf8.count + $1.value.utf8.count }
        return Self.overhead + texts + runs.reduce(0) { $0 + $1.block.byteCount } + open.count * 16
            + natives.byteCount
    }

    var firstTime: Int64? {
        guard let native = natives.firstTime else { return runs.first?.firstTime ?? open.firstTime }
        return min(native, runs.first?.firstTime ?? open.firstTime ?? native)
    }
}
