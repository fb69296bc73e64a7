import TerminalUI

// Panels whose entries do not all fit: which are shown, and how far a page goes.
extension DashboardView {
    /// How many lines a panel shows between its title and its hint.
    private var panelRows: Int { max(1, size.rows - 4) }

    /// A line in rows that fit the panel; the second and later ones are indented.
    func wrapped(_ line: String, indent: Int) -> [String] {
        let room = max(20, size.columns - 5)
        guard DisplayWidth.width(of: line) > room else { return [line] }
        var rows: [String] = []
        var row = ""
        for (index, word) in line.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
            if !row.isEmpty, DisplayWidth.width(of: row) + 1 + DisplayWidth.width(of: String(word)) > room {
                rows.append(row)
                row = String(repeating: " ", count: min(indent, room / 4)) + word
            } else {
                // What stands before the first space may be nothing: then the row begins with it.
                row += index == 0 ? String(word) : " \(word)"
            }
        }
        return rows + [row]
    }

    /// A panel of as many rows as fit, from an entry on; an entry may take several rows.
    mutating func drawList(title: String, entries: [[(String, Style)]], from first: Int, empty: String) {
        let rows = entries.flatMap { $0 }
        (entryHeights, pageRows) = (entries.map(\.count), panelRows)
        guard !rows.isEmpty else {
            let words = wrapped(" \(empty) ", indent: 1).map { ($0, Style.dim) }
            drawPanel(title: title, rows: words + [(" Esc closes ", .dim)])
            return
        }
        let above = entries.prefix(max(0, first)).reduce(0) { $0 + $1.count }
        let start = min(above, max(0, rows.count - panelRows))
        let shown = rows[start..<min(rows.count, start + panelRows)]
        let place = "\(start + 1)-\(start + shown.count) of \(rows.count)"
        let hints =
            rows.count > panelRows
            ? [" Esc closes  \(place), arrows move ", " Esc closes  \(place), arrows ", " Esc closes  \(place) "]
            : [" Esc closes "]
        // The panel has a blank at either side.
        let hint = hints.first { DisplayWidth.width(of: $0) <= size.columns - 2 } ?? " Esc closes "
        drawPanel(title: title, rows: shown.map { ("\($0.0) ", $0.1) } + [(hint, .dim)])
    }

    /// What is at the top of the open panel after a page up or down: a page is as many lines as are seen at once.
    ///
    /// An entry of several lines that is not seen to its end begins the next page, so that no line is leapt over. May
    /// lie beyond the last entry.
    static func paged(_ first: Int, isDown: Bool, _ state: DashboardState) -> Int {
        var view = DashboardView(state, size: state.size)
        if let query = state.query { view.drawQuery(query) } else { view.drawOverlay() }
        let (heights, page) = (view.entryHeights, max(1, view.pageRows))
        guard !heights.isEmpty else { return max(0, isDown ? first + page : first - page) }
        var starts: [Int] = []
        var total = 0
        for height in heights {
            starts.append(total)
            total += height
        }
        let top = min(starts[min(max(0, first), starts.count - 1)], max(0, total - page))
        guard !isDown else { return max(starts.lastIndex { $0 <= top + page } ?? first, first + 1) }
        return max(0, min(starts.firstIndex { $0 >= top - page } ?? 0, first - 1))
    }
}
