internal import PromModel

/// The sum or the mean of histograms, and what is to be said of it.
///
/// A mean is the sum divided at the end, as long as the sum does not overflow; from there on it is kept as a mean.
struct HistogramTotal {
    private let isMean: Bool
    private var total: CompensatedHistogram?
    private var count = 0.0
    private var isRunning = false
    private var sawReset = false
    private var sawNoReset = false
    /// Whether some custom bounds were not those of all.
    private(set) var hasMergedBounds = false

    init(isMean: Bool) { self.isMean = isMean }

    /// Whether one histogram said that the counts began anew, and another that they went on.
    var collides: Bool { sawReset && sawNoReset }

    /// Adds a histogram.
    mutating func add(_ histogram: FloatHistogram) throws(FloatHistogram.Incompatible) {
        if histogram.hint == .reset { sawReset = true }
        if histogram.hint == .notReset { sawNoReset = true }
        count += 1
        if !isMean, total != nil {
            // In place: a copy would be one of all buckets.
            if try total?.add(histogram).hasMergedBounds ?? false { hasMergedBounds = true }
            return
        }
        guard var sum = total else {
            total = CompensatedHistogram(histogram)
            return
        }
        if isRunning {
            try addToMean(histogram)
            return
        }
        let reconciliation = try sum.add(histogram)
        if reconciliation.hasMergedBounds { hasMergedBounds = true }
        if sum.hasOverflow {
            isRunning = true
            total?.divide(by: count - 1)
            try addToMean(histogram)
        } else {
            total = sum
        }
    }

    private mutating func addToMean(_ histogram: FloatHistogram) throws(FloatHistogram.Incompatible) {
        var share = histogram
        share.divide(by: count)
        total?.multiply(by: (count - 1) / count)
        if let reconciliation = try total?.add(share), reconciliation.hasMergedBounds { hasMergedBounds = true }
    }

    /// The sum or mean; nil if nothing was added.
    var result: FloatHistogram? {
        guard var total else { return nil }
        if isMean && !isRunning && count > 1 { total.divide(by: count) }
        return total.result
    }
}
