package import PromModel

/// The driver's own `/metrics`: what it sent, how that ended, and its four clocks.
package struct LoadMetricsPage: Sendable {
    /// Seconds; finer than a service's, since most of what is timed here is shorter.
    private static let bounds: [Double] = [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4,
        0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30, 60,
    ]

    private let summary: LoadSummary
    private let reading: LoadReading

    /// A page of the values given.
    package init(_ summary: LoadSummary, _ reading: LoadReading) {
        self.summary = summary
        self.reading = reading
    }

    /// The page's bytes, ending in a line feed.
    package func render(as format: ExpositionFormat = .text) -> [UInt8] {
        var writer = ExpositionWriter(format: format)
        let count = summary.count
        write("running", .gauge, "1 while requests become due.", [("", reading.isRunning ? 1 : 0)], to: &writer)
        write("planned_rate", .gauge, "Requests a second that are planned.", [("", reading.rate)], to: &writer)
        write("requests_sent_total", .counter, "Requests given to a connection.", [("", count.sent)], to: &writer)
        write(
            "requests_repeated_total",
            .counter,
            "Requests sent again after they failed or were answered 5xx.",
            [("", count.repeated)],
            to: &writer
        )
        let classes = count.byClass.enumerated().map { (Self.label("class", "\($0.offset + 1)xx"), $0.element) }
        write("answers_total", .counter, "Answers, by class of status.", classes, to: &writer)
        let lost = [
            ("timeout", count.timeouts), ("connection", count.connectionErrors), ("not_http", count.protocolErrors),
            ("shed", count.shed), ("unfinished", count.unfinished), ("skipped", count.skipped),
        ]
        write(
            "unanswered_total",
            .counter,
            "Requests without an answer, by why.",
            lost.map { (Self.label("how", $0.0), $0.1) },
            to: &writer
        )
        write("connections_opened_total", .counter, "Connections opened.", [("", count.opened)], to: &writer)
        let clocks = [
            ("response", "From the planned time to the answer.", summary.response),
            ("service", "From sent to the answer.", summary.service),
            ("lag", "From planned to sent while a connection was free.", summary.lag),
            ("wait", "From planned to sent while none was free.", summary.wait),
        ]
        for (name, help, times) in clocks { write(name, help, times, to: &writer) }
        writer.finish()
        return writer.bytes
    }

    private static func label(_ name: String, _ value: String) -> String {
        ExpositionWriter.renderLabels([(name, value)])
    }

    private func write(
        _ name: String,
        _ type: MetricType,
        _ help: String,
        _ samples: [(labels: String, value: some BinaryInteger)],
        to writer: inout ExpositionWriter
    ) {
        write(name, type, help, samples.map { ($0.labels, Double($0.value)) }, to: &writer)
    }

    private func write(
        _ name: String,
        _ type: MetricType,
        _ help: String,
        _ samples: [(labels: String, value: Double)],
        to writer: inout ExpositionWriter
    ) {
        writer.family("sretop_load_" + name, type: type, help: help)
        for sample in samples { writer.sample("sretop_load_" + name, labels: sample.labels, value: sample.value) }
    }

    private func write(_ clock: String, _ help: String, _ times: LatencyDistribution, to writer: inout ExpositionWriter)
    {
        let name = "sretop_load_\(clock)_seconds"
        writer.family(name, type: .histogram, help: help)
        var counts = DurationCounts(bounds: Self.bounds)
        for (time, count) in times.occurrences() { counts.record(time / .seconds(1), times: count) }
        var cumulative = 0
        for (bound, count) in zip(Self.bounds, counts.buckets) {
            cumulative += count
            writer.sample("\(name)_bucket", labels: "le=\"\(writer.formatBound(bound))\"", value: Double(cumulative))
        }
        writer.sample("\(name)_bucket", labels: "le=\"+Inf\"", value: Double(counts.count))
        writer.sample("\(name)_sum", labels: "", value: counts.seconds)
        writer.sample("\(name)_count", labels: "", value: Double(counts.count))
    }
}
