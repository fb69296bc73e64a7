/// How a source keeps a histogram.
package enum HistogramStorage: String, Sendable, Equatable, CaseIterable {
    /// As numbers: a series of each bucket, of the sum and of the count (`x_bucket`, `x_sum`, `x_count`).
    case classic
    /// Whole, in one series `x`: a native histogram, be its buckets exponential or with bounds of their own.
    case native
    /// Some series the one way and some the other: each is read as it is there, whole where it is both.
    case mixed
    /// As numbers, but each bucket is a range for itself (`vmrange`): a server's own functions read these.
    case ranged
    /// Whole since a moment ago and as numbers before: what each has seen is one part of a window that holds both.
    case changed

    /// Whether there are whole histograms to ask for.
    package var hasNative: Bool { self != .classic && self != .ranged }
    /// Whether there are series of numbers to ask for.
    package var hasClassic: Bool { self != .native }
}
