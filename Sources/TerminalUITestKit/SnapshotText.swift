package import TerminalUI

/// A screen written down for review: its rows, then its styles as letters with a legend.
///
/// ```
/// RPS   1.24k/s
/// 5xx    7.21% !
/// styles
/// ...
/// ......cccccccc
/// c critical
/// ```
package enum SnapshotText {
    /// The text of a frame; the window's title comes first, if there is one.
    package static func text(of frame: Frame) -> String {
        (frame.title.map { "title \($0)\n" } ?? "") + text(of: frame.buffer)
    }

    /// The text of a buffer.
    package static func text(of buffer: Buffer) -> String {
        var legend = Legend()
        let styles = (0..<buffer.size.rows).map { y in
            var row = ""
            for x in 0..<buffer.size.columns { row.append(legend.letter(for: buffer[x, y].style)) }
            return String(row[..<(row.lastIndex { $0 != "." }.map { row.index(after: $0) } ?? row.startIndex)])
        }
        return ([buffer.text, "styles"] + styles + legend.lines).joined(separator: "\n") + "\n"
    }

    /// Both texts row by row where they differ, with `^` under the columns that do.
    package static func difference(expected: String, actual: String) -> String {
        let expected = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let actual = actual.split(separator: "\n", omittingEmptySubsequences: false)
        var lines: [String] = []
        for index in 0..<max(expected.count, actual.count) {
            let old = index < expected.count ? String(expected[index]) : "(no row)"
            let new = index < actual.count ? String(actual[index]) : "(no row)"
            guard old != new else { continue }
            lines += ["row \(index + 1)", "  expected |\(old)", "  actual   |\(new)", "            " + marks(old, new)]
        }
        return lines.joined(separator: "\n")
    }

    private static func marks(_ old: String, _ new: String) -> String {
        let old = Array(old)
        let new = Array(new)
        var marks = ""
        for index in 0..<max(old.count, new.count) {
            let differs = index >= old.count || index >= new.count || old[index] != new[index]
            let width = DisplayWidth.width(of: index < new.count ? new[index] : " ")
            marks += String(repeating: differs ? "^" : " ", count: max(1, width))
        }
        return String(marks.reversed().drop { $0 == " " }.reversed())
    }
}

/// Letters for styles: one per role, in capitals for bold; digits for what has other attributes.
private struct Legend {
    private var names: [Style: Character] = [.normal: "."]
    private var order: [Style] = []

    mutating func letter(for style: Style) -> Character {
        if let known = names[style] { return known }
        let letter = plainLetter(style) ?? Character(String(order.count { plainLetter($0) == nil } % 10))
        names[style] = letter
        order.append(style)
        return letter
    }

    private func plainLetter(_ style: Style) -> Character? {
        guard !style.reverse, !style.underline, !style.dim else { return nil }
        let name = String(describing: style.role).prefix(1)
        return Character(style.bold ? name.uppercased() : String(name))
    }

    var lines: [String] {
        order
            .map { style in
                let words = [
                    String(describing: style.role), style.bold ? "bold" : "", style.dim ? "faint" : "",
                    style.reverse ? "reverse" : "", style.underline ? "underline" : "",
                ]
                return "\(names[style] ?? "?") " + words.filter { !$0.isEmpty }.joined(separator: " ")
            }
            .sorted()
    }
}
