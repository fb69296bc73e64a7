import ArgumentParser
import Dashboard
import PromClient
import PromModel
import PromQL
import TerminalUI

/// How an answer is written; without a wish as a table for people.
enum QueryForm: EnumerableFlag {
    case json
    case csv
    case chart

    static func help(for form: QueryForm) -> ArgumentHelp? {
        switch form {
        case .json: "The answer as the API gives it."
        case .csv:
            "A line a sample: time in seconds, value, and a column a label; of native histograms count, sum, buckets."
        case .chart: "A chart a series; with --range."
        }
    }
}

/// Writes answers in the form that was asked for.
struct QueryOutput {
    let form: QueryForm?
    /// Of a range query: where it begins and how far it goes at a time.
    let steps: (start: Timestamp, step: Duration)?
    let end: Timestamp

    func text(_ result: QueryResult, histograms: [HistogramSeries] = []) -> String {
        switch (form, result, steps) {
        case (.json, _, _): return result.apiJSON
        case (.csv, _, _):
            let text = result.csv(with: histograms)
            return StandardOutput.isTerminal ? JSONText.harmless(text) : text
        case (.chart, .matrix(let series), let steps?):
            if !histograms.isEmpty {
                StandardError.print("sretop: native histograms have no line to draw: histogram_quantile(0.95, …) has")
            }
            return chart(series, steps.start, steps.step)
        default: return QueryTable(result, histograms: histograms).lines.joined(separator: "\n")
        }
    }

    private func chart(_ series: [Series], _ start: Timestamp, _ step: Duration) -> String {
        if series.count > SeriesChart.mostSeries {
            StandardError.print("sretop: \(series.count) series; the first \(SeriesChart.mostSeries) are drawn")
        }
        let characters = TextCharacters(nil, standard: .braille)
        let columns = StandardOutput.columns ?? 80
        let chart = SeriesChart(from: start, through: end, step: step, columns: columns, glyphs: characters.glyphs)
        return characters.shown(chart.text(series))
    }
}
