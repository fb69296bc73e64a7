internal import PromModel

/// What native histograms of several series have in common, where they can be added up bucket by bucket.
///
/// A histogram is a row of columns then: the count, the sum, the zero bucket, and each bucket that any of them has.
struct NativeLayout {
    /// The columns before those of buckets.
    static let totals: [SealedHistograms.Column] = [.count, .sum, .zeroCount]

    /// A histogram without counts.
    let common: FloatHistogram
    let positive: [Int32]
    let negative: [Int32]

    var columnCount: Int { Self.totals.count + positive.count + negative.count }

    /// Nil where buckets have to be put together first, or without any.
    ///
    /// They have to be if schemas, zero thresholds or custom bounds differ, or a bucket lies within the zero bucket.
    init?(of all: [NativeSamples]) {
        var common: FloatHistogram?
        var positive = IndexUnion()
        var negative = IndexUnion()
        func add(_ one: FloatHistogram, _ positiveIndexes: [Int32], _ negativeIndexes: [Int32]) -> Bool {
            positive.add(positiveIndexes)
            negative.add(negativeIndexes)
            guard let common else {
                common = one
                return true
            }
            return SealedHistograms.areAlike(common, one)
        }
        for samples in all {
            for part in samples.parts {
                switch part {
                case .sealed(let run, _):
                    guard add(run.common, run.positiveIndexes, run.negativeIndexes) else { return nil }
                case .open(let histograms):
                    for histogram in histograms.lazy.map(\.content) {
                        guard add(histogram, histogram.positive.indexes, histogram.negative.indexes) else { return nil }
                    }
                }
            }
        }
        guard let common else { return nil }
        self.common = FloatHistogram(
            hint: .gauge,
            schema: common.schema,
            zeroThreshold: common.zeroThreshold,
            customBounds: common.customBounds
        )
        (self.positive, self.negative) = (positive.sorted, negative.sorted)
        guard common.hasCustomBounds || common.zeroThreshold == 0 else {
            let lowest = [self.positive.first, self.negative.first].compactMap { $0 }
            let isApart = lowest.allSatisfy {
                FloatHistogram.bound($0, schema: common.schema) > common.zeroThreshold
            }
            if !isApart { return nil }
            return
        }
    }
}

/// All indexes that any of several rising rows has.
private struct IndexUnion {
    /// Most rows are the same as the one before.
    private var last: [Int32] = []
    private var all: Set<Int32> = []

    mutating func add(_ indexes: [Int32]) {
        if indexes == last { return }
        last = indexes
        all.formUnion(indexes)
    }

    var sorted: [Int32] { all.sorted() }
}
