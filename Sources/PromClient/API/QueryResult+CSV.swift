internal import PromModel
package import PromQL

extension QueryResult {
    /// The result as comma-separated values (RFC 4180): a header, then a line a sample.
    ///
    /// The columns are the time in seconds since 1970, the value as Prometheus writes it, and a column a label, the
    /// metric's name first. A label that a series does not have is empty.
    package var csv: String { csv(with: []) }

    /// The result and the native histograms beside it as comma-separated values.
    ///
    /// Where there are any three columns follow the value, which they have none of: their count, their sum, and their
    /// buckets in one field, such as `(0.5, 1]:7 (1, 2]:3`.
    package func csv(with histograms: [HistogramSeries]) -> String {
        var rows: [(labels: Labels, time: Timestamp?, values: [String])] = []
        let none = histograms.isEmpty ? [] : ["", "", ""]
        func number(_ value: Double) -> [String] { [NumberText.format(value)] + none }
        switch self {
        case .scalar(let sample): rows.append((Labels(), sample.timestamp, number(sample.value)))
        case .string(let text): rows.append((Labels(), nil, [text] + none))
        case .vector(let vector):
            rows += vector.map { ($0.labels, $0.sample.timestamp, number($0.sample.value)) }
        case .matrix(let series):
            for series in series {
                rows += series.samples.map { (series.labels, $0.timestamp, number($0.value)) }
            }
        }
        for series in histograms {
            rows += series.elements.map { element in
                let histogram = element.histogram
                let buckets = histogram.buckets.map { "\($0.interval):\(NumberText.format($0.count))" }
                return (
                    series.labels, element.timestamp,
                    [
                        "", NumberText.format(histogram.count), NumberText.format(histogram.sum),
                        buckets.joined(separator: " "),
                    ]
                )
            }
        }
        let names = Set(rows.flatMap { $0.labels.map(\.name) })
        let isNamed = names.contains(Labels.metricNameLabel)
        let columns = (isNamed ? [Labels.metricNameLabel] : []) + names.subtracting([Labels.metricNameLabel]).sorted()
        let header = ["timestamp", "value"] + (histograms.isEmpty ? [] : ["count", "sum", "buckets"]) + columns
        let lines = rows.map { row in
            [row.time.map(Self.seconds) ?? ""] + row.values + columns.map { row.labels[$0] }
        }
        return ([header] + lines).map(CommaSeparated.line).joined(separator: "\r\n")
    }
}
