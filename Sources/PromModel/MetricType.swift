/// What an exposition says a metric family is.
package enum MetricType: String, Hashable, Sendable, CaseIterable {
    /// A total that only grows, or restarts from zero.
    case counter
    /// A value that goes up and down.
    case gauge
    /// Cumulative buckets with a count and a sum.
    case histogram
    /// Buckets whose counts may fall.
    case gaugehistogram
    /// Quantiles computed by the exporter, with a count and a sum.
    case summary
    /// A set of states of which some are on.
    case stateset
    /// Constant information carried in labels.
    case info
    /// A type the exposition declared as not known (OpenMetrics).
    case unknown
    /// A type the exposition declared as not known (text format).
    case untyped
}

/// What an exposition says about a metric family besides its samples.
package struct MetricMetadata: Hashable, Sendable {
    /// The declared type; ``MetricType/unknown`` if none was declared.
    package var type: MetricType
    /// The help text, with escapes resolved; empty if there is none.
    package var help: String
    /// The unit (OpenMetrics only); empty if there is none.
    package var unit: String

    /// Creates metadata.
    package init(type: MetricType = .unknown, help: String = "", unit: String = "") {
        self.type = type
        self.help = help
        self.unit = unit
    }
}
