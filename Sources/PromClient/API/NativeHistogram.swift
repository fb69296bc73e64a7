package import GoldenSignals
package import PromModel

/// A native histogram, as the API gives it.
package struct NativeHistogram: Sendable, Equatable {
    /// The observations between two bounds.
    package struct Bucket: Sendable, Equatable {
        /// Which of the bounds belong to it, by the API's numbers.
        package enum Bounds: Int, Sendable {
            case upper = 0
            case lower = 1
            case neither = 2
            case both = 3
        }

        /// Which of the bounds belong to it.
        package let bounds: Bounds
        /// The lower bound.
        package let lower: Double
        /// The upper bound.
        package let upper: Double
        /// How many it holds; a rate where the histogram is one.
        package let count: Double

        /// Memberwise.
        package init(bounds: Bounds = .upper, lower: Double, upper: Double, count: Double) {
            self.bounds = bounds
            self.lower = lower
            self.upper = upper
            self.count = count
        }

        /// As mathematics writes it: `(0.5, 1]`.
        package var interval: String {
            let opening = bounds == .lower || bounds == .both ? "[" : "("
            let closing = bounds == .upper || bounds == .both ? "]" : ")"
            return "\(opening)\(NumberText.format(lower)), \(NumberText.format(upper))\(closing)"
        }
    }

    /// All observations.
    package let count: Double
    /// Their sum.
    package let sum: Double
    /// The buckets that hold any, in ascending order.
    package let buckets: [Bucket]

    /// Memberwise.
    package init(count: Double, sum: Double, buckets: [Bucket]) {
        self.count = count
        self.sum = sum
        self.buckets = buckets
    }

    /// The same as cumulative values by the bound `le`, as far as the buckets tell them.
    ///
    /// A bucket without an end has the value of everything; without one nothing lies beyond the bounds, and which is
    /// the last bound is not known.
    package func cumulative(_ labels: Labels) -> [InstantValue] {
        var total = 0.0
        var values: [(bound: Double, value: Double)] = []
        for bucket in buckets {
            if bucket.upper == .infinity, values.last?.bound != bucket.lower { values.append((bucket.lower, total)) }
            total += bucket.count
            values.append((bucket.upper, total))
        }
        return values.map { bound, value in
            InstantValue(labels: labels.setting("le", to: NumberText.format(bound)), value: value)
        }
    }
}

/// The native histograms of one series.
package struct HistogramSeries: Sendable, Equatable {
    /// One of them, at its moment.
    package struct Element: Sendable, Equatable {
        /// When it held.
        package let timestamp: Timestamp
        /// The histogram.
        package let histogram: NativeHistogram

        /// Memberwise.
        package init(timestamp: Timestamp, histogram: NativeHistogram) {
            self.timestamp = timestamp
            self.histogram = histogram
        }
    }

    /// What identifies the series.
    package let labels: Labels
    /// Oldest first; one at one moment.
    package let elements: [Element]

    /// Memberwise.
    package init(labels: Labels, elements: [Element]) {
        self.labels = labels
        self.elements = elements
    }
}
