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

/// The value that says "this series has ended here".
///
/// It is one particular NaN among many: only its bits tell it from an ordinary NaN, `isNaN` does not.
package enum StaleMarker {
    /// The bit pattern of the marker.
    package static let bits: UInt64 = 0x7ff0_0000_0000_0002

    /// The bit pattern that every other NaN is turned into when it is read.
    package static let ordinaryNaNBits: UInt64 = 0x7ff8_0000_0000_0001

    /// The marker as a sample value.
    package static var value: Double { Double(bitPattern: bits) }

    /// An ordinary NaN, never mistaken for a marker.
    package static var ordinaryNaN: Double { Double(bitPattern: ordinaryNaNBits) }

    /// Whether a value is the marker.
    package static func isMarker(_ value: Double) -> Bool {
        value.bitPattern == bits
    }
}
