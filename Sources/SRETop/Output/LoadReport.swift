import Dashboard
import PromModel
import ServiceKit

/// The load driver's live line and summary as text.
enum LoadReport {
    /// One line that is written over on a terminal; elsewhere nothing, since the summary says it all.
    static func live(_ reading: LoadReading) {
        guard StandardOutput.isTerminal else { return }
        var text =
            "\r\u{1B}[Ksent \(NumberText.whole(reading.count.sent))  done \(NumberText.whole(reading.count.done))"
        if let perSecond = reading.window.perSecond { text += "  \(NumberText.rate(perSecond))" }
        if let share = reading.window.serverErrorShare {
            text += "  5xx \(NumberText.share(share, isWorseWhenLower: false))"
        }
        if let p95 = reading.window.p95 { text += "  p95 \(NumberText.latency(p95.inSeconds))" }
        if let p99 = reading.window.p99 { text += "  p99 \(NumberText.latency(p99.inSeconds))" }
        if let remaining = reading.remaining { text += "  ends in \(TimeText.span(remaining))" }
        StandardOutput.write(text: text)
    }

    /// What came of a run.
    static func text(_ summary: LoadSummary) -> String {
        let count = summary.count
        var lines = ["sent \(NumberText.whole(count.sent))  answered \(NumberText.whole(count.done))"]
        let classes = count.byClass.enumerated().filter { $0.element > 0 }
        if !classes.isEmpty {
            let shares = classes.map { index, number in
                let share = Double(number) / Double(max(1, count.done))
                return
                    "\(index + 1)xx \(NumberText.whole(number)) (\(NumberText.share(share, isWorseWhenLower: false)))"
            }
            lines.append("status    " + shares.joined(separator: "  "))
        }
        let lost = [
            ("timeout", count.timeouts), ("connection", count.connectionErrors), ("not HTTP", count.protocolErrors),
            ("shed", count.shed), ("unfinished", count.unfinished), ("skipped", count.skipped),
        ]
        .filter { $0.1 > 0 }
        if !lost.isEmpty {
            lines.append("no answer " + lost.map { "\($0.0) \(NumberText.whole($0.1))" }.joined(separator: "  "))
        }
        let mark = count.unanswered > 0 ? "≥ " : ""
        if let response = summary.response {
            lines.append("response  \(mark)\(percentiles(response))  (from the planned time)")
        }
        if let service = summary.service { lines.append("service   \(percentiles(service))  (from sent)") }
        return lines.joined(separator: "\n")
    }

    private static func percentiles(_ values: LoadSummary.Percentiles) -> String {
        let named = [("p50", values.p50), ("p95", values.p95), ("p99", values.p99), ("max", values.maximum)]
        return named.map { "\($0.0) \(NumberText.latency($0.1.inSeconds))" }.joined(separator: "  ")
    }
}
