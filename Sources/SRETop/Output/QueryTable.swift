import Dashboard
import PromClient
import PromModel
import PromQL
import TerminalUI

/// The result of a query as text for a person: a row an element, the value first.
struct QueryTable {
    private let result: QueryResult
    private let histograms: [HistogramSeries]

    init(_ result: QueryResult, histograms: [HistogramSeries] = []) {
        self.result = result
        self.histograms = histograms
    }

    /// The rows, the numbers before the native histograms; none for an empty result.
    var lines: [String] { numbers + histograms.flatMap(rows) }

    private var numbers: [String] {
        switch result {
        case .scalar(let sample): return [NumberText.format(sample.value)]
        case .string(let text): return [Self.printable(text)]
        case .vector(let vector):
            let values = vector.map { NumberText.format($0.sample.value) }
            let width = values.map(\.count).max() ?? 0
            return zip(vector, values).map { element, value in
                String(repeating: " ", count: width - value.count) + value + "  " + Self.name(element.labels)
            }
        case .matrix(let series):
            return series.flatMap { series in
                [Self.name(series.labels)]
                    + series.samples.map { "  \(Self.moment($0.timestamp))  \(NumberText.format($0.value))" }
            }
        }
    }

    /// A native histogram with its buckets, or one a line where there are several.
    private func rows(_ series: HistogramSeries) -> [String] {
        if case .vector = result {
            return series.elements.flatMap { element in
                [HistogramText.summary(element.histogram) + "  " + Self.name(series.labels)]
                    + HistogramText.buckets(element.histogram).map { "  " + $0 }
            }
        }
        return [Self.name(series.labels)]
            + series.elements.map { "  \(Self.moment($0.timestamp))  \(HistogramText.summary($0.histogram))" }
    }

    private static func name(_ labels: Labels) -> String { printable("\(labels)") }

    private static func moment(_ moment: Timestamp) -> String {
        let fraction = moment.milliseconds % 1000
        let digits = String(fraction.magnitude)
        let decimals = fraction == 0 ? "" : "." + String(repeating: "0", count: 3 - digits.count) + digits
        return "\(TimeText.clock(moment))\(decimals)Z"
    }

    /// Text of others goes to a terminal.
    private static func printable(_ text: String) -> String { PrintableText.sanitize(text) }
}
