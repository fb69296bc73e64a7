import PromModel
import TerminalUI

// The forms that it is handed on in.
extension Evidence {
    /// Markdown, as tickets and chats take it.
    package var markdown: String {
        var lines = ["**\(Self.cell(service.isEmpty ? "service" : service)): \(Self.cell(verdict))**", ""]
        if !explanation.isEmpty { lines += [Self.cell(explanation), ""] }
        lines += ["As of \(TimeText.stamp(at)), from \(Self.cell(source)).", ""]
        lines += Self.table(
            ["signal", "value", "before", "change", "limit"],
            numbers.map { [$0.label, $0.value, $0.before, $0.change, $0.limit] }
        )
        if !who.rows.isEmpty { lines += [""] + Self.table(who.heads, who.rows) }
        if !events.isEmpty {
            lines.append("")
            lines += events.map { "- \(TimeText.stamp($0.at)) \($0.word): \(Self.cell($0.text))" }
        }
        if !expressions.isEmpty { lines += ["", "```promql", expressionText, "```"] }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Plain text: the screen as it was, and below it what it does not show.
    package var text: String {
        let name = service.isEmpty ? "service" : service
        var lines = ["\(TimeText.stamp(at)) \(name): \(verdict)"]
        if !explanation.isEmpty { lines.append(explanation) }
        lines += ["from \(source)", "", screen, ""]
        lines += events.map { "\(TimeText.stamp($0.at)) \($0.word): \($0.text)" }
        if !expressions.isEmpty { lines += ["", expressionText] }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The expressions, each with its signal and the moment as a comment above it: valid PromQL one by one.
    package var expressionText: String {
        expressions.map { entry in
            let added = entry.added.map { ", \($0)" } ?? ""
            return "# \(entry.label) at \(TimeText.stamp(at))\(added)\n\(entry.expression)"
        }
        .joined(separator: "\n\n")
    }

    /// What is left in the terminal by a screen that is gone: a few lines.
    package var farewell: String {
        let name = service.isEmpty ? "" : " \(service)"
        var lines = ["sretop\(name)  \(TimeText.stamp(at))  \(source)", verdict]
        lines.append(numbers.map { "\($0.label) \($0.value)" }.joined(separator: "  "))
        if !explanation.isEmpty { lines.append(explanation) }
        return lines.joined(separator: "\n")
    }

    private static func table(_ heads: [String], _ rows: [[String]]) -> [String] {
        func line(_ cells: [String]) -> String { "| \(cells.map(cell).joined(separator: " | ")) |" }
        return [line(heads), "|\(String(repeating: "---|", count: heads.count))"] + rows.map(line)
    }

    /// Text for Markdown: a name of others must neither end a cell nor begin a tag.
    package static func cell(_ text: String) -> String {
        var result = ""
        for character in PrintableText.sanitize(text) {
            if "|\\`*_<[]".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}
