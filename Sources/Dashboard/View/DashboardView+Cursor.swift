import GoldenSignals
import PromModel
import TerminalUI

// The moment that everything is read at, where it lies in the charts.
extension DashboardView {
    /// How wide the chart is whose columns the cursor goes over: the first one, else the sparklines.
    var cursorWidth: Int {
        let layout = layout
        guard !layout.isTiny else { return size.columns }
        let maximized = maximizedArea(in: layout)
        let isMaximized = maximized != nil
        let area = maximized ?? layout.charts
        guard isMaximized || layout.chartRows > 0 && area.height >= 4 else {
            return layout.isStrip ? size.columns / 7 : sparkWidth
        }
        let count = isMaximized ? 1 : layout.chartColumns
        return plotWidth(in: chartCells(area, count)[0])
    }

    /// Marks the cursor's column: a line where nothing is drawn, else what is drawn the other way round.
    mutating func markCursor(in area: Rect, step: Duration) {
        guard let cursor, let column = column(of: cursor.at, width: area.width, step: step) else { return }
        let line = glyphs.vertical
        for y in area.y..<area.endY {
            let cell = buffer[area.x + column, y]
            let isFree = cell.symbol == .space
            buffer[area.x + column, y] =
                isFree
                ? Cell(symbol: Symbol(line), style: .accent) : Cell(symbol: cell.symbol, style: cell.style.reversed)
        }
    }

    /// A and B under their columns.
    func markTicks(width: Int, step: Duration) -> [TimeAxis.Tick] {
        guard let marks = state.marks else { return [] }
        let moments = [("A", marks.first)] + (marks.second.map { [("B", $0)] } ?? [])
        return moments.compactMap { name, moment in
            column(of: moment, width: width, step: step).map {
                TimeAxis.Tick(column: $0, text: name, style: .selected, priority: 11)
            }
        }
    }

    /// What "before" is where it is not what was usual: a mark, or an earlier time.
    var beforeText: String? {
        if let marks = state.marks { return "A \(clock(marks.first))" }
        return state.comparison.map { "\($0.word) ago" }
    }

    /// Which moments are compared, for a row that tells it.
    var comparisonText: String? {
        guard let marks = state.marks else { return state.comparison.map { "before: \($0.word) ago" } }
        let shown = clock(cursor?.at ?? source.snapshot?.at ?? now)
        let name = marks.second == (cursor?.at ?? source.snapshot?.at) ? "B " : ""
        return "\(glyphs.delta) \(name)\(shown) less A \(clock(marks.first))"
    }

    /// The columns of what is compared, of the chart's leading signal.
    func comparedPoints(_ topic: ChartTopic, count: Int, width: Duration) -> [ChartPoint] {
        guard let comparison = state.comparison, let comparedNumbers, topic != .failures else { return [] }
        let signal = topic.leading
        return comparedNumbers.columns(
            .drawn(signal),
            count: count,
            width: width,
            end: chartEnd,
            reach: comparison.step
        )
    }

    /// The cursor's time under its column; near the right end it stands left of it.
    func cursorTick(_ cursor: Cursor, width: Int, step: Duration) -> TimeAxis.Tick? {
        guard let column = column(of: cursor.at, width: width, step: step) else { return nil }
        let (mark, time) = (glyphs == .ascii ? "|" : "▲", clock(cursor.at))
        let isAtEnd = column + time.count + 1 > width
        return TimeAxis.Tick(
            column: isAtEnd ? max(0, column - time.count) : column,
            text: isAtEnd ? "\(time)\(mark)" : "\(mark)\(time)",
            style: .selected,
            priority: 10
        )
    }
}
