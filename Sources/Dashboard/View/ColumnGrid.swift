import GoldenSignals
import PromModel
import TerminalUI

/// The columns of the charts as stretches of time: what the cursor goes over.
struct ColumnGrid: Equatable {
    /// The moment at the right end.
    let end: Timestamp
    /// A column's time.
    let step: Duration
    /// How many columns there are.
    let count: Int

    /// Those of the first chart on the screen, or of the sparklines where there is none.
    init(of state: DashboardState) {
        let view = DashboardView(state, size: state.size)
        let width = max(1, view.cursorWidth)
        (end, step, count) = (view.chartEnd, view.columnWidth(width), width)
    }

    /// The first column's beginning.
    var start: Timestamp { self[0].lowerBound }

    /// The time of a column, 0 at the left.
    subscript(_ column: Int) -> Range<Timestamp> {
        let unit = step.milliseconds
        let index = end.milliseconds.flooredQuotient(by: unit) - Int64(count - 1 - column)
        return Timestamp(milliseconds: index * unit)..<Timestamp(milliseconds: (index + 1) * unit)
    }

    /// The column of a moment; outside of the charts where the moment is.
    func column(of moment: Timestamp) -> Int {
        let unit = step.milliseconds
        let back = end.milliseconds.flooredQuotient(by: unit) - moment.milliseconds.flooredQuotient(by: unit)
        return count - 1 - Int(clamping: back)
    }
}
