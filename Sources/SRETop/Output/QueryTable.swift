import Dashboard
import PromModel
import PromQL
import TerminalUI

/// The result of a query as text for a person: a row an element, the value first.
struct QueryTable {
    private let result: QueryResult

    init(_ result: QueryResult) {
        self.result = result
    }

    /// The rows; none for an empty result.
    var lines: [String] {
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
