import PromModel
import TerminalUI

// The moment that everything is read at, where it lies in the charts.
extension DashboardView {
    /// How wide the chart is whose columns the cursor goes over: the first one, else the sparklines.
    var cursorWidth: Int {
        let layout = layout
        guard !layout.isTiny else { return size.columns }
        let isMaximized = state.isMaximized && state.focus != nil && layout.below.height >= 4
        let area = isMaximized ? layout.below : layout.charts
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
