internal import PromModel

/// Metric names that are to go, but only when the query ends.
///
/// The mark is a label that no exposition and no query can name.
extension Labels {
    private static let pendingNameLabel = "\u{0}pending"

    /// The labels with the metric name marked as about to go.
    var markingMetricName: Labels {
        let isNamed = Labels.metadataLabels.contains { !self[$0].isEmpty }
        return isNamed ? setting(Labels.pendingNameLabel, to: "1") : self
    }

    /// The labels that say what a metric is: its name, and what Prometheus 3 can add to it.
    static let metadataLabels = [metricNameLabel, "__type__", "__unit__"]

    /// The labels without those that say what the metric is.
    var droppingMetadata: Labels { dropping(Labels.metadataLabels) }

    /// The labels with nothing pending, the metric name as it is.
    var droppingMark: Labels { setting(Labels.pendingNameLabel, to: "") }

    /// Whether the metric name is about to go.
    var hasPendingName: Bool { !self[Labels.pendingNameLabel].isEmpty }

    /// The labels as an answer shows them: without a metric name that was to go.
    var settled: Labels { hasPendingName ? droppingMark.droppingMetadata : self }

    /// The labels with the given names only; a mark stays with the metric name.
    func keepingWithMark(only names: [String]) -> Labels {
        keeping(only: names.contains(Labels.metricNameLabel) ? names + [Labels.pendingNameLabel] : names)
    }
}
