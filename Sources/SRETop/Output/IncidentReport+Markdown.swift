import Dashboard
import Diagnosis
import GoldenSignals
import PromModel

extension IncidentReport {
    /// The report as tickets and wikis take it.
    var markdown: String {
        var lines = ["# \(service.isEmpty ? "Service" : service): what happened", ""]
        lines.append("From \(TimeText.stamp(from)) through \(TimeText.stamp(through)), by \(source).")
        if unreadBytes > 0 { lines += ["", damage] }
        lines += ["", "## Breaches", ""]
        if breaches.isEmpty {
            lines.append("No limit was broken.")
        } else {
            lines += ["| began | ended | lasted | what | failed | of its requests |", "|---|---|---|---|---|---|"]
            lines += breaches.map { breach in "| \(row(of: breach).joined(separator: " | ")) |" }
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

    /// That not all could be read.
    var damage: String { "The recording is damaged: its last \(unreadBytes) bytes could not be read." }

    /// When, how long, what, and what it cost.
    func row(of breach: Breach) -> [String] {
        let lasted = TimeText.span((breach.ended ?? through) - breach.began)
        let share = breach.failed.flatMap { failed in
            breach.requests.flatMap { $0 > 0 ? NumberText.signal(.errorShare, min(1, failed / $0)) : nil }
        }
        return [
            TimeText.stamp(breach.began), breach.ended.map(TimeText.stamp) ?? "not yet",
            breach.ended == nil ? "\(lasted) so far" : lasted, Evidence.cell(breach.what),
            breach.failed.map { NumberText.whole(Int($0.rounded())) } ?? "-", share ?? "-",
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
