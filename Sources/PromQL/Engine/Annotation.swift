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
    /// Numbers and native histograms in one range of a metric, where a function takes only one kind.
    case mixedFloatsHistograms(metric: String)
    /// Numbers and native histograms in one group of an aggregation.
    case mixedFloatsHistogramsInAggregation
    /// Buckets and a native histogram of the same metric and labels.
    case mixedClassicNative(metric: String)
    /// Exponential and custom buckets together.
    case mixedExponentialCustom(metric: String)
    /// Histograms whose custom bounds differ, where they are not put together.
    case incompatibleCustomBuckets(metric: String)
    /// A native histogram that is a gauge, where a counter is asked for.
    case notCounter(metric: String)
    /// A native histogram that is a counter, where a gauge is asked for.
    case notGauge(metric: String)
    /// Exponential and custom buckets on the two sides of an operator.
    case incompatibleBuckets(operation: String)
    /// Numbers and native histograms on the sides of an operator that does not take them so.
    case incompatibleTypes(left: String, operation: String, right: String)
    /// Native histograms that an aggregation leaves out.
    case histogramsIgnored(aggregation: String)
    /// Native histograms that a function of a range leaves out.
    case histogramsIgnoredInRange(metric: String)
    /// A quantile that lies among observations that are NaN.
    case quantileIsNaN(metric: String)
    /// A quantile that observations that are NaN make too high.
    case quantileIsSkewed(metric: String)
    /// A fraction of observations some of which are NaN.
    case fractionLeavesOutNaN(metric: String)
    /// Histograms of which one says that counts began anew, and another that they went on.
    case counterResetCollision(HistogramOperation)
    /// Histograms whose custom bounds differ.
    case mismatchedCustomBuckets(HistogramOperation)
    /// Samples whose counts overlap although they began at different moments.
    case startTimeOverlap(metric: String)

    /// What was done with histograms.
    package enum HistogramOperation: String, Hashable, Sendable {
        case addition
        case subtraction
        case aggregation
    }

    /// Whether the answer may be wrong, rather than just worth a look.
    package var isWarning: Bool {
        switch self {
        case .invalidQuantile, .invalidRatio, .badBucketLabel, .sortInRangeQuery, .mixedFloatsHistograms,
            .mixedFloatsHistogramsInAggregation, .mixedClassicNative, .mixedExponentialCustom,
            .incompatibleCustomBuckets, .notCounter, .notGauge, .incompatibleBuckets, .counterResetCollision,
            .startTimeOverlap:
            true
        case .possibleNonCounter, .forcedMonotonicity, .incompatibleTypes, .histogramsIgnored,
            .histogramsIgnoredInRange, .quantileIsNaN, .quantileIsSkewed, .fractionLeavesOutNaN,
            .mismatchedCustomBuckets:
            false
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
        default: histogramText
        }
    }

    private var histogramText: String {
        switch self {
        case .mixedFloatsHistograms(let metric):
            "encountered a mix of histograms and floats for metric name \(Labels.quoted(metric))"
        case .mixedFloatsHistogramsInAggregation: "encountered a mix of histograms and floats for aggregation"
        case .mixedClassicNative(let metric):
            "vector contains a mix of classic and native histograms" + suffix(metric)
        case .mixedExponentialCustom(let metric):
            "vector contains a mix of histograms with exponential and custom buckets schemas for metric name "
                + Labels.quoted(metric)
        case .incompatibleCustomBuckets(let metric):
            "vector contains histograms with incompatible custom buckets for metric name " + Labels.quoted(metric)
        case .notCounter(let metric): "this native histogram metric is not a counter: \(Labels.quoted(metric))"
        case .notGauge(let metric): "this native histogram metric is not a gauge: \(Labels.quoted(metric))"
        case .incompatibleBuckets(let operation):
            "incompatible bucket layout encountered for binary operator \(operation)"
        case .incompatibleTypes(let left, let operation, let right):
            "incompatible sample types encountered for binary operator \(Labels.quoted(operation)): "
                + "\(left) \(operation) \(right)"
        case .histogramsIgnored(let aggregation): "ignored histogram in \(aggregation) aggregation"
        case .histogramsIgnoredInRange(let metric):
            "ignored histograms in a range containing both floats and histograms for metric name "
                + Labels.quoted(metric)
        case .quantileIsNaN(let metric):
            "input to histogram_quantile has NaN observations, result is NaN" + suffix(metric)
        case .quantileIsSkewed(let metric):
            "input to histogram_quantile has NaN observations, result is skewed higher" + suffix(metric)
        case .fractionLeavesOutNaN(let metric):
            "input to histogram_fraction has NaN observations, which are excluded from all fractions" + suffix(metric)
        case .counterResetCollision(let operation):
            "conflicting counter resets during histogram \(operation.rawValue)"
        case .mismatchedCustomBuckets(let operation):
            "mismatched custom buckets were reconciled during \(operation.rawValue)"
        case .startTimeOverlap(let metric):
            "sample has start time that overlaps with previous sample timestamp for metric \(Labels.quoted(metric))"
        default: ""
        }
    }

    private func suffix(_ metric: String) -> String {
        metric.isEmpty ? "" : " for metric name \(Labels.quoted(metric))"
    }
}
