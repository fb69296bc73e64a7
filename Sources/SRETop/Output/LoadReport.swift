import Dashboard
import PromModel
import ServiceKit

/// The load driver's live line and summary as text.
enum LoadReport {
    /// One line that is written over on a terminal; elsewhere one of its own on standard error where it `isDue`.
    static func live(_ reading: LoadReading, duration: Duration, isDue: Bool) {
        guard StandardOutput.isTerminal else {
            if isDue { StandardError.print(liveLine(reading, duration: duration, columns: 160)) }
            return
        }
        // The last column stays free: some terminals go on in the next row after it.
        let line = liveLine(reading, duration: duration, columns: (StandardOutput.columns ?? 80) - 1)
        StandardOutput.write(text: "\r\u{1B}[K" + line)
    }

    /// What fits into a row, the most telling first; a line that wrapped could not be written over.
    private static func liveLine(_ reading: LoadReading, duration: Duration, columns: Int) -> String {
        // In their order on the screen, each with its rank among those that stay.
        var parts: [(rank: Int, text: String)] = []
        if let remaining = reading.remaining {
            let width = 20
            let filled = max(0, min(width, Int((1 - remaining / duration) * Double(width))))
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
            parts += [(7, "[\(bar)]"), (2, "\(TimeText.span(remaining)) left")]
        }
        parts.append((6, "sent \(NumberText.whole(reading.count.sent))"))
        parts.append((0, "done \(NumberText.whole(reading.count.done))"))
        if let perSecond = reading.window.perSecond { parts.append((1, NumberText.rate(perSecond))) }
        if let share = reading.window.serverErrorShare {
            parts.append((3, "5xx \(NumberText.share(share, isWorseWhenLower: false))"))
        }
        if let p95 = reading.window.p95 { parts.append((5, "p95 \(NumberText.latency(p95.inSeconds))")) }
        if let p99 = reading.window.p99 { parts.append((4, "p99 \(NumberText.latency(p99.inSeconds))")) }
        var line = parts
        while line.count > 1, line.reduce(-2, { $0 + $1.text.count + 2 }) > columns {
            let last = line.map(\.rank).max()
            line.removeAll { $0.rank == last }
        }
        return String(line.map(\.text).joined(separator: "  ").prefix(max(0, columns)))
    }

    /// What came of a run.
    static func text(
        _ summary: LoadSummary,
        outcomes: [LoadThreshold.Outcome],
        requests: [LoadRequest] = [],
        ends: LoadEnds? = nil
    ) -> String {
        var lines = counts(summary) + clients(summary) + kinds(summary, requests)
        lines += [
            clock("response", summary.response, "from the planned time"),
            clock("service", summary.service, "from sent"),
        ].compactMap { $0 }
        if summary.isClosedLoop {
            lines.append(
                "closed loop: the answers set the rate, and what a slow answer kept from being sent is not timed"
            )
        } else {
            lines += [
                clock("lag", summary.lag, "planned to sent, a connection was free"),
                clock("waited", summary.wait, "planned to sent, none was free"),
            ].compactMap { $0 }
        }
        if let rate = summary.answersPerSecond, let each = summary.processorTimePerAnswer {
            lines.append(
                "rate      \(NumberText.rate(rate))  processor time an answer \(NumberText.latency(each.inSeconds))"
            )
        }
        lines += ends.map(LoadEndsText.lines) ?? []
        lines.append("limit     " + LoadVerdictText.text(LoadVerdict(summary), summary))
        lines += outcomes.map { ($0.isMet ? "met       " : "NOT MET   ") + LoadVerdictText.text($0) }
        return lines.joined(separator: "\n")
    }

    private static func counts(_ summary: LoadSummary) -> [String] {
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
            let refused = count.connectionErrors > 0 && count.refused > 0 ? "  (connection refused)" : ""
            lines.append(
                "no answer " + lost.map { "\($0.0) \(NumberText.whole($0.1))" }.joined(separator: "  ") + refused
            )
        }
        if count.retried > 0 {
            lines.append("retried   \(NumberText.whole(count.retried)) (the server had closed the connection)")
        }
        return lines
    }

    /// Clients that make things worse, each with figures of its own.
    private static func clients(_ summary: LoadSummary) -> [String] {
        var lines: [String] = []
        if summary.count.repeated > 0, let factor = summary.count.amplification {
            let again = NumberText.whole(summary.count.repeated)
            lines.append(
                "retries   \(again) sent again: \(NumberText.formatPlain((factor * 100).rounded() / 100)) requests reach "
                    + "the target for each that was meant"
            )
        }
        if summary.count.dropped > 0 {
            lines.append(
                "storms    \(NumberText.whole(summary.count.dropped)) connections dropped at once, "
                    + "\(NumberText.whole(summary.count.opened)) opened in all"
            )
        }
        let slow = summary.slowReaders
        if slow.opened + slow.refused > 0 {
            lines.append(
                "slow      \(NumberText.whole(slow.opened)) connections of slow readers opened, "
                    + "\(NumberText.whole(slow.ended)) ended by the target, \(NumberText.whole(slow.refused)) refused"
            )
        }
        return lines
    }

    /// A line for each request of a mix.
    private static func kinds(_ summary: LoadSummary, _ requests: [LoadRequest]) -> [String] {
        guard requests.count > 1 else { return [] }
        return zip(requests, summary.kinds).map { request, count in
            var parts = ["answered \(NumberText.whole(count.answered))"]
            if count.clientErrors > 0 { parts.append("4xx \(NumberText.whole(count.clientErrors))") }
            if count.serverErrors > 0 { parts.append("5xx \(NumberText.whole(count.serverErrors))") }
            if count.unanswered > 0 { parts.append("no answer \(NumberText.whole(count.unanswered))") }
            let name = TextCharacters.harmless("\(request.method) \(request.path)")
            return "request   \(name)  \(parts.joined(separator: "  "))"
        }
    }

    private static func clock(_ name: String, _ times: LatencyDistribution, _ meaning: String) -> String? {
        guard times.count > 0 else { return nil }
        let ranks = [("p50", 50.0), ("p90", 90), ("p95", 95), ("p99", 99), ("p99.9", 99.9), ("max", 100)]
        let values = ranks.compactMap { label, rank -> String? in
            // A rank needs ten requests beyond it, or it says no more than the maximum.
            guard rank == 100 || rank <= 99 || Double(times.count) * (100 - rank) / 100 >= 10 else { return nil }
            return times.value(at: rank).map {
                "\(label) \($0.isAtLeast ? "≥ " : "")\(NumberText.latency($0.duration.inSeconds))"
            }
        }
        let padded = name.padding(to: 9)
        return "\(padded) \(values.joined(separator: "  "))  (\(meaning))"
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
