import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

extension IncidentReport {
    /// One page that needs nothing else: no script, no file beside it, dark where the reader's screen is.
    package var html: String {
        let title = Self.escaped(self.title)
        var body = ["<h1>\(title)</h1>", "<p>\(Self.escaped(summary))</p>"]
        body += notes.map { "<p class=\"crit\">\(Self.escaped($0))</p>" }
        body.append("<h2>Breaches</h2>")
        if rows.isEmpty {
            body.append("<p>No limit was broken.</p>")
        } else {
            body.append(Self.table(Self.heads, rows))
            body.append("<p class=\"faint\">\(Self.escaped(footnote))</p>")
        }
        body.append("<h2>Signals</h2>")
        for signal in [Signal.requestRate, .errorShare, .p95Latency, .p99Latency, .saturation] {
            if let chart = SignalDrawing(signal, of: self) { body.append(chart.svg) }
        }
        for breach in breaches {
            guard let worst = breach.worst else { continue }
            body.append("<h2>At its worst, \(TimeText.stamp(worst.at))</h2>")
            body.append(Self.section(worst, style: "crit"))
        }
        body.append("<h2>Timeline</h2>")
        body.append(Self.table(["when", "", "what"], events.map { [TimeText.stamp($0.at), $0.word, $0.text] }))
        body.append("<h2>At the end</h2>")
        body.append(Self.section(last, style: breaches.last.map { $0.ended == nil } ?? false ? "crit" : "now"))
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(title)</title>
            <style>
            \(Self.style)
            </style></head>
            <body>
            \(body.joined(separator: "\n"))
            </body></html>

            """
    }

    private static let style = """
        :root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --faint: #767676; --line: #d5d5d5;
          --crit: #b00020; --curve: #1f5fa8; --shade: #b0002018; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --paper: #16181a; --faint: #9a9a9a;
          --line: #3a3d40; --crit: #ff6b78; --curve: #7db4f0; --shade: #ff6b7822; } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
          max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; margin: .5rem 0; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; padding: .15rem .8rem .15rem 0; border-bottom: 1px solid var(--line);
          vertical-align: top; overflow-wrap: anywhere; }
        th { color: var(--faint); font-weight: normal; }
        pre { overflow-x: auto; padding: .5rem; border: 1px solid var(--line); font-size: 13px; }
        svg { display: block; width: 100%; height: auto; margin: .8rem 0; font: 12px system-ui, sans-serif; }
        .crit { color: var(--crit); font-weight: bold; }
        .now { font-weight: bold; }
        .faint { color: var(--faint); }
        """

    private static func section(_ evidence: Evidence, style: String) -> String {
        var parts = ["<p class=\"\(style)\">\(escaped(evidence.verdict))</p>"]
        if !evidence.explanation.isEmpty { parts.append("<p>\(escaped(evidence.explanation))</p>") }
        parts.append(
            table(
                ["signal", "value", "before", "change", "limit"],
                evidence.numbers.map { [$0.label, $0.value, $0.before, $0.change, $0.limit] }
            )
        )
        if !evidence.who.rows.isEmpty { parts.append(table(evidence.who.heads, evidence.who.rows)) }
        if !evidence.expressions.isEmpty { parts.append("<pre>\(escaped(evidence.expressionText))</pre>") }
        return parts.joined(separator: "\n")
    }

    private static func table(_ heads: [String], _ rows: [[String]]) -> String {
        let head = heads.map { "<th>\(escaped($0))</th>" }.joined()
        let body = rows.map { row in "<tr>\(row.map { "<td>\(escaped($0))</td>" }.joined())</tr>" }
        return "<table><tr>\(head)</tr>\n\(body.joined(separator: "\n"))</table>"
    }

    /// Names of others are text, whatever is in them.
    static func escaped(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var result = ""
        for character in lines.map({ PrintableText.sanitize(String($0)) }).joined(separator: "\n") {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }
}
