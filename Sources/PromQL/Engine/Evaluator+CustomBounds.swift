internal import PromModel

/// Histograms with custom bounds of their own, which servers before 3.14 do not put together.
extension Evaluator {
    /// Whether one histogram can be added to another or subtracted from it, as far as custom bounds go.
    func fit(_ one: FloatHistogram, _ other: FloatHistogram) -> Bool {
        options.hasNewestCorrections || !one.hasCustomBounds || !other.hasCustomBounds
            || one.customBounds == other.customBounds
    }

    /// Whether a sum of histograms stands although some of their custom bounds differed; says so where it does not.
    func fits(_ total: HistogramTotal, _ metric: String) -> Bool {
        guard total.hasMergedBounds, !options.hasNewestCorrections else { return true }
        note(.incompatibleCustomBuckets(metric: metric))
        return false
    }

    /// Whether the counts of a series began anew with a histogram, the next after another.
    func isReset(_ histogram: FloatHistogram, after previous: FloatHistogram) -> Bool {
        switch histogram.hint {
        case .reset: true
        case .notReset: false
        case .unknown, .gauge: !fit(histogram, previous) || histogram.isReset(after: previous)
        }
    }

    /// The same of shared ones, whose contents are looked at only where no hint tells.
    func isReset(_ histogram: SharedHistogram, after previous: SharedHistogram) -> Bool {
        switch histogram.content.hint {
        case .reset: true
        case .notReset: false
        case .unknown, .gauge: isReset(histogram.content, after: previous.content)
        }
    }
}
