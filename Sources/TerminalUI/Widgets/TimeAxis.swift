/// Texts under the columns of a chart, in one row: clock times, events, `now`.
///
/// ```
/// 16:40:05      16:41:15   ^deploy          now
/// ```
/// Texts never meet: between two stands a blank at least. Those of the highest priority are placed first, of equal
/// priority the ones given first; what does not fit whole is left out.
package struct TimeAxis: Equatable, Sendable {
    /// A text that begins at a column.
    package struct Tick: Equatable, Sendable {
        /// The column, counted from the left of the area; outside of it the tick is not drawn.
        package var column: Int
        package var text: String
        package var style: Style
        package var priority: Int
        /// True if the text may begin further left, as long as it still covers its column.
        package var mayShift: Bool

        package init(
            column: Int,
            text: String,
            style: Style = .dim,
            priority: Int = 0,
            mayShift: Bool = false
        ) {
            self.column = column
            self.text = text
            self.style = style
            self.priority = priority
            self.mayShift = mayShift
        }
    }

    package var ticks: [Tick]

    package init(ticks: [Tick]) {
        self.ticks = ticks
    }

    /// The ticks that have a place in a number of columns, and where each begins; the most important first.
    package func placed(columns: Int) -> [(tick: Tick, column: Int)] {
        var placed: [(tick: Tick, column: Int)] = []
        // A text and the blank after it.
        var taken: [Range<Int>] = []
        // By hand, since the library's sort does not promise to keep the order of equals.
        let order = ticks.indices.sorted {
            ticks[$0].priority == ticks[$1].priority ? $0 < $1 : ticks[$0].priority > ticks[$1].priority
        }
        for tick in order.map({ ticks[$0] }) where tick.column >= 0 && tick.column < columns {
            let width = DisplayWidth.width(of: tick.text)
            guard width > 0, width <= columns else { continue }
            let furthest = tick.mayShift ? max(0, tick.column - width + 1) : tick.column
            let start = stride(from: tick.column, through: furthest, by: -1)
                .first { start in
                    let field = start..<(start + width + 1)
                    return start + width <= columns && !taken.contains { $0.overlaps(field) }
                }
            guard let start else { continue }
            taken.append(start..<(start + width + 1))
            placed.append((tick, start))
        }
        return placed
    }

    package func render(into buffer: inout Buffer, area: Rect) {
        let row = area.splitTop(1).top
        guard !row.isEmpty else { return }
        buffer.fill(row)
        for (tick, column) in placed(columns: row.width) {
            buffer.put(tick.text, x: row.x + column, y: row.y, style: tick.style, width: row.width - column)
        }
    }
}
