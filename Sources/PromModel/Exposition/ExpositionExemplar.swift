/// An example that OpenMetrics gives for a sample, such as the trace of one request.
package struct ExpositionExemplar: Hashable, Sendable {
    /// How many characters the labels of an exemplar may have in all.
    package static let maximumLength = 128

    /// Which sample it belongs to, counted from zero.
    package var sample: Int
    /// What identifies the example; there is no metric name among it.
    package var labels: Labels
    /// The value of the example.
    package var value: Double
    /// When the example was, if that is told.
    package var timestamp: Timestamp?

    /// Creates an exemplar.
    package init(sample: Int, labels: Labels, value: Double, timestamp: Timestamp? = nil) {
        self.sample = sample
        self.labels = labels
        self.value = value
        self.timestamp = timestamp
    }
}
