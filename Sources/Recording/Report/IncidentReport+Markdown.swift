import Dashboard
import Diagnosis
import GoldenSignals
import PromModel

extension IncidentReport {
    /// The report as tickets and wikis take it.
    package var markdown: String {
        var lines = ["# \(Evidence.cell(title))", "", Evidence.cell(summary)]
        for note in notes { lines += ["", "**\(Evidence.cell(note))**"] }
        lines += ["", "## Breaches", ""]
        if rows.isEmpty {
            lines.append("No limit was broken.")
        } else {
            lines += Self.table(Self.heads, rows)
            lines += ["", Evidence.cell(footnote)]
        }
        for breach in breaches {
            guard let worst = breach.worst else { continue }
            lines += ["", "### At its worst, \(TimeText.stamp(worst.at))", "", worst.markdown.trimmedEnd]
        }
        lines += ["", "## Timeline", ""]
        lines += events.map { "- \(TimeText.stamp($0.at)) \($0.word): \(Evidence.cell($0.text))" }
        if events.isEmpty { lines.append("Nothing happened that was noticed.") }
        lines += ["", "## At the end", "", last.markdown.trimmedEnd]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func table(_ heads: [String], _ rows: [[String]]) -> [String] {
        func line(_ cells: [String]) -> String { "| \(cells.map(Evidence.cell).joined(separator: " | ")) |" }
        return [line(heads), "|\(String(repeating: "---|", count: heads.count))"] + rows.map(line)
    }
}

// What both forms say.
extension IncidentReport {
    static let heads = ["began", "ended", "lasted", "what", "failed", "of its requests", "of the budget"]

    var title: String { "\(service.isEmpty ? "service" : service): what happened" }

    /// From when through when, by what, and how it was meanwhile.
    var summary: String {
        let words = [
            "ok": "ok", "crit": "CRIT", "warn": "WARN", "down": "down", "unknown": "unknown", "idle": "idle",
            "few": "too few requests to judge", "nodata": "without metrics", "waiting": "waiting",
        ]
        let times = states.filter { $0.length >= .seconds(1) }
            .map { "\(words[$0.state] ?? $0.state) \(TimeText.span($0.length))" }
        let meanwhile = times.isEmpty ? "" : " Meanwhile: \(times.joined(separator: ", "))."
        return "From \(TimeText.stamp(from)) through \(TimeText.stamp(through)), by \(source).\(meanwhile)"
    }

    /// What is to be known before this is believed.
    package var notes: [String] {
        var notes = [damage].compactMap { $0 }
        if !others.isEmpty {
            notes.append("Before \(service) the screen showed \(others.joined(separator: ", ")): not told here.")
        }
        return notes
    }

    /// How the last columns of the breaches are to be read.
    var footnote: String {
        let share = NumberText.share(objective.share, isWorseWhenLower: true)
        let period = TimeText.window(objective.period)
        let rates = breaches.contains { $0.failed != nil && !$0.isCounted } || troubles.contains { $0.refused != nil }
        return "The budget is of \(share) over \(period), with as many requests all the time as in this recording."
            + (rates ? " Numbers after ~ are made of rates, which see about a window more." : "")
    }

    /// When, how long, what, and what it cost.
    func row(of breach: Breach) -> [String] {
        let lasted = TimeText.span((breach.ended ?? through) - breach.began)
        let share = breach.failed.flatMap { failed in
            breach.requests.flatMap { $0 > 0 ? NumberText.signal(.errorShare, min(1, failed / $0)) : nil }
        }
        let failed = breach.failed.map { NumberText.whole(Int(min($0, 1e15).rounded())) } ?? "-"
        let budget = breach.budget.map { NumberText.share($0, isWorseWhenLower: false) } ?? "-"
        return [
            TimeText.stamp(breach.began), breach.ended.map(TimeText.stamp) ?? "not yet",
            breach.ended == nil ? "\(lasted) so far" : lasted, breach.what,
            breach.failed == nil || breach.isCounted ? failed : "~\(failed)", share ?? "-", budget,
        ]
    }
}

extension String {
    /// Without the line breaks at its end.
    fileprivate var trimmedEnd: String {
        var text = self
        while text.last == "\n" { text.removeLast() }
        return text
    }
}
