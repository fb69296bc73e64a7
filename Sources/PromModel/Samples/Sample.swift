/// A value at a moment.
///
/// Equality is that of `Double`: a sample that is NaN equals nothing, not even itself.
package struct Sample: Hashable, Sendable {
    /// When the value held.
    package var timestamp: Timestamp
    /// The value; a stale marker is one particular NaN, see ``StaleMarker``.
    package var value: Double

    /// Creates a sample.
    package init(timestamp: Timestamp, value: Double) {
        self.timestamp = timestamp
        self.value = value
    }
}

/// A labelled sequence of samples in ascending order of time.
package struct Series: Hashable, Sendable {
    /// What identifies the series.
    package var labels: Labels
    /// The samples, oldest first.
    package var samples: [Sample]
    /// The samples that are native histograms, oldest first; between those that are numbers.
    package var histograms: [HistogramSample]

    /// Creates a series; the samples have to be in ascending order of time already.
    package init(labels: Labels, samples: [Sample], histograms: [HistogramSample] = []) {
        self.labels = labels
        self.samples = samples
        self.histograms = histograms
    }
}

extension Series {
    /// Whether it has no sample of either kind.
    package var isEmpty: Bool { samples.isEmpty && histograms.isEmpty }

    /// When the last sample of either kind is.
    package var lastTimestamp: Timestamp? {
        guard let last = histograms.last?.timestamp else { return samples.last?.timestamp }
        return samples.last.map { max($0.timestamp, last) } ?? last
    }
}
