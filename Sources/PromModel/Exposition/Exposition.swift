/// One sample line of an exposition.
package struct ExpositionSample: Hashable, Sendable {
    /// The labels as exposed, with the metric name as `__name__`.
    package var labels: Labels
    /// The value.
    package var value: Double
    /// The explicit timestamp, if the line carries one.
    package var timestamp: Timestamp?

    /// Creates a sample.
    package init(labels: Labels, value: Double, timestamp: Timestamp? = nil) {
        self.labels = labels
        self.value = value
        self.timestamp = timestamp
    }
}

/// One native histogram of an exposition.
package struct ExpositionHistogram: Hashable, Sendable {
    /// The labels as exposed, with the metric name as `__name__`.
    package var labels: Labels
    /// The histogram.
    package var histogram: FloatHistogram
    /// The explicit timestamp, if there is one.
    package var timestamp: Timestamp?
    /// When it began to count, if that is told.
    package var start: Timestamp?

    /// Creates a histogram.
    package init(
        labels: Labels,
        histogram: FloatHistogram,
        timestamp: Timestamp? = nil,
        start: Timestamp? = nil
    ) {
        self.labels = labels
        self.histogram = histogram
        self.timestamp = timestamp
        self.start = start
    }
}

/// What one response to a scrape says.
package struct Exposition: Sendable {
    /// The samples of all lines that could be read, in order, duplicates included.
    package var samples: [ExpositionSample]
    /// The native histograms, in order.
    package var histograms: [ExpositionHistogram]
    /// When counters began to count, by the places of their samples; empty where that is not told.
    package var starts: [Int: Timestamp]
    /// The exemplars that can be kept, in order of their samples.
    package var exemplars: [ExpositionExemplar]
    /// How many samples Prometheus would count: all of them, or those up to the first problem.
    ///
    /// A sample that is well-formed and still refused, such as one with a label twice, is the last that counts.
    package var scrapedCount: Int
    /// What is declared about metric families, by family name.
    package var metadata: [String: MetricMetadata]
    /// Why Prometheus would reject the whole response; empty if it would accept it.
    ///
    /// At most ``ExpositionParser/maximumProblems`` are kept.
    package var problems: [ExpositionProblem]

    /// Creates an exposition.
    package init(
        samples: [ExpositionSample] = [],
        metadata: [String: MetricMetadata] = [:],
        problems: [ExpositionProblem] = [],
        exemplars: [ExpositionExemplar] = [],
        scrapedCount: Int? = nil,
        histograms: [ExpositionHistogram] = [],
        starts: [Int: Timestamp] = [:]
    ) {
        self.samples = samples
        self.histograms = histograms
        self.starts = starts
        self.exemplars = exemplars
        self.scrapedCount = scrapedCount ?? samples.count + histograms.count
        self.metadata = metadata
        self.problems = problems
    }

    /// How many samples of either kind there are.
    package var sampleCount: Int { samples.count + histograms.count }

    /// The metadata of the family a sample belongs to.
    ///
    /// A histogram's `x_bucket`, `x_sum` and `x_count` belong to `x`, a summary's `x_sum` and `x_count` as well,
    /// an OpenMetrics counter's `x_total` too. A family of exactly the sample's name comes first. Returns nil if
    /// nothing is declared.
    package func metadata(for sampleName: String) -> MetricMetadata? {
        if let exact = metadata[sampleName] { return exact }
        for (suffix, types) in Exposition.suffixes where sampleName.hasSuffix(suffix) {
            let family = String(sampleName.dropLast(suffix.utf8.count))
            if let found = metadata[family], types.contains(found.type) { return found }
        }
        return nil
    }

    private static let suffixes: [(suffix: String, types: Set<MetricType>)] = [
        ("_bucket", [.histogram, .gaugehistogram]),
        ("_sum", [.histogram, .summary, .gaugehistogram]),
        ("_count", [.histogram, .summary, .gaugehistogram]),
        ("_total", [.counter, .unknown, .untyped]),
        ("_created", [.counter, .histogram, .summary, .gaugehistogram]),
        ("_gcount", [.gaugehistogram]),
        ("_gsum", [.gaugehistogram]),
        ("_info", [.info]),
    ]
}
