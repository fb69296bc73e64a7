internal import PromModel

/// What a query says beside its answer: that it is probably not what was meant, or was put right on the way.
package enum Annotation: Hashable, Sendable, CustomStringConvertible {
    /// A quantile that is NaN or outside of 0 to 1.
    case invalidQuantile(Double)
    /// A ratio outside of -1 to 1, and what was taken instead.
    case invalidRatio(Double, capped: Double)
    /// A bucket whose `le` label is missing or no number, and its metric, if it has a name.
    case badBucketLabel(String, metric: String)
    /// A sort whose order the answer of a range query does not keep.
    case sortInRangeQuery
    /// The rate of a metric whose name is not that of a counter.
    case possibleNonCounter(String)
    /// A histogram with counts that fall from bucket to bucket, and its metric, if it has a name.
    case forcedMonotonicity(metric: String)

    /// Whether the answer may be wrong, rather than just worth a look.
    package var isWarning: Bool {
        switch self {
        case .invalidQuantile, .invalidRatio, .badBucketLabel, .sortInRangeQuery: true
        case .possibleNonCounter, .forcedMonotonicity: false
        }
    }

    /// The annotation as Prometheus words it, without its place in the query.
    package var description: String { (isWarning ? "PromQL warning: " : "PromQL info: ") + text }

    private var text: String {
        switch self {
        case .invalidQuantile(let q): "quantile value should be between 0 and 1, got \(NumberText.format(q))"
        case .invalidRatio(let ratio, let capped):
            "ratio value should be between -1 and 1, got \(NumberText.format(ratio)), "
                + "capping to \(NumberText.format(capped))"
        case .badBucketLabel(let label, let metric):
            "bucket label \"le\" is missing or has a malformed value of \(Labels.quoted(label))" + suffix(metric)
        case .sortInRangeQuery:
            "sort is ineffective for range queries since results are always ordered by labels"
        case .possibleNonCounter(let metric):
            "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \(Labels.quoted(metric))"
        case .forcedMonotonicity(let metric):
            "input to histogram_quantile needed to be fixed for monotonicity (see "
                + "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)"
                + suffix(metric)
        }
    }

    private func suffix(_ metric: String) -> String {
        metric.isEmpty ? "" : " for metric name \(Labels.quoted(metric))"
    }
}
