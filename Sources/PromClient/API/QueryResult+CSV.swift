internal import PromModel
package import PromQL

extension QueryResult {
    /// The result as comma-separated values (RFC 4180): a header, then a line a sample.
    ///
    /// The columns are the time in seconds since 1970, the value as Prometheus writes it, and a column a label, the
    /// metric's name first. A label that a series does not have is empty.
    package var csv: String {
        var rows: [(labels: Labels, time: Timestamp?, value: String)] = []
        switch self {
        case .scalar(let sample): rows.append((Labels(), sample.timestamp, NumberText.format(sample.value)))
        case .string(let text): rows.append((Labels(), nil, text))
        case .vector(let vector):
            rows += vector.map { ($0.labels, $0.sample.timestamp, NumberText.format($0.sample.value)) }
        case .matrix(let series):
            for series in series {
                rows += series.samples.map { (series.labels, $0.timestamp, NumberText.format($0.value)) }
            }
        }
        let names = Set(rows.flatMap { $0.labels.map(\.name) })
        let isNamed = names.contains(Labels.metricNameLabel)
        let columns = (isNamed ? [Labels.metricNameLabel] : []) + names.subtracting([Labels.metricNameLabel]).sorted()
        let header = ["timestamp", "value"] + columns
        let lines = rows.map { row in
            [row.time.map(Self.seconds) ?? "", row.value] + columns.map { row.labels[$0] }
        }
        return ([header] + lines).map { $0.map(Self.field).joined(separator: ",") }.joined(separator: "\r\n")
    }

    /// A text as a field: in quotes where it holds what has a meaning.
    private static func field(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
