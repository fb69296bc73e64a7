import TerminalUI

/// Words for a mistake: what was written, what would have been right, and which of it was most likely meant.
enum Suggestion {
    /// The allowed text that is most like another; nil where none is.
    static func nearest(to text: String, among allowed: [String]) -> String? {
        let written = Array(text.lowercased().unicodeScalars.prefix(40))
        guard !written.isEmpty else { return nil }
        var best: (text: String, distance: Int)?
        for candidate in allowed {
            let distance = distance(written, Array(candidate.lowercased().unicodeScalars))
            guard distance <= max(1, min(written.count, candidate.count) / 3), distance < best?.distance ?? .max
            else { continue }
            best = (candidate, distance)
        }
        return best?.text
    }

    /// A list of what is allowed, with the one that was most likely meant.
    static func words(for text: String, among allowed: [String]) -> String {
        let list = allowed.prefix(40).joined(separator: ", ")
        guard let near = nearest(to: text, among: allowed) else { return list }
        return "\(list); did you mean '\(near)'?"
    }

    /// A text of the file in quotes, fit for a message; nil for one that may hold a secret.
    static func quoted(_ text: String) -> String? {
        guard !text.contains("@"), !text.contains("://") else { return nil }
        let shown = PrintableText.sanitize(String(text.prefix(41)))
        return shown.count > 40 ? "'\(shown.prefix(40))…'" : "'\(shown)'"
    }

    /// Insertions, deletions, replacements and swaps of neighbours from one text to another.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, scalar) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var best = min(
                    last[column] + (scalar == other ? 0 : 1),
                    last[column + 1] + 1,
                    current[column] + 1
                )
                if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
