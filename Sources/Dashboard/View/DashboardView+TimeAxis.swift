import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

// The time axis.
extension DashboardView {
    /// The column of a moment in a chart of some columns; nil where it lies outside.
    func column(of moment: Timestamp, width: Int, step: Duration) -> Int? {
        let unit = step.milliseconds
        let last = chartEnd.milliseconds.flooredQuotient(by: unit)
        let column = width - 1 - Int(last - moment.milliseconds.flooredQuotient(by: unit))
        return (0..<width).contains(column) ? column : nil
    }

    /// Where something happened that may explain a curve.
    func eventColumns(width: Int, step: Duration) -> [Int] {
        guard width > 0 else { return [] }
        return state.base.events.filter { $0.kind.isCause }.compactMap { column(of: $0.at, width: width, step: step) }
    }

    /// Beyond so much a clock time alone may be that of another day.
    static let clockSpan = Duration.seconds(72_000)

    /// `11-28 22:31`.
    func dated(_ moment: Timestamp) -> String {
        let stamp = TimeText.stamp(moment + timeOffset)
        return "\(stamp.dropFirst(5).prefix(5)) \(stamp.dropFirst(11).prefix(5))"
    }

    /// A moment that may be of another day: with its date where it is.
    func momentText(_ moment: Timestamp) -> String {
        guard state.now - moment > Self.clockSpan else { return clock(moment) }
        return "\(TimeText.stamp(moment + timeOffset).dropFirst(5).prefix(5)) \(clock(moment))"
    }

    /// Clock times under the charts, `now` at the right, and ticks where something happened.
    mutating func drawAxis(in area: Rect) {
        let width = plotWidth(in: area)
        guard width >= 10 else { return }
        let step = columnWidth(width)
        let unit = step.milliseconds
        let last = chartEnd.milliseconds.flooredQuotient(by: unit)
        var ticks = [TimeAxis.Tick(column: width - 3, text: "now", priority: 9)]
        if state.view.end != nil || cursor != nil { ticks = [] }
        if let cursor { ticks += [cursorTick(cursor, width: width, step: step)].compactMap { $0 } }
        ticks += markTicks(width: width, step: step)
        for event in state.base.events.reversed() {
            guard let column = column(of: event.at, width: width, step: step) else { continue }
            let mark = glyphs == .ascii ? "|" : "^"
            let word = event.tick.truncated(toColumns: 10, ellipsis: glyphs.ellipsis)
            // What may have caused a breach is worth its place more than the breach, which the curve shows itself.
            let priority = event.kind.isBreach ? 6 : event.kind.isCause ? 8 : 7
            // Near the right end the word stands on the other side of its mark.
            let length = 1 + DisplayWidth.width(of: word)
            let isAtEnd = column + length > width - 4
            let tick = TimeAxis.Tick(
                column: isAtEnd ? column - length + 1 : column,
                text: isAtEnd ? "\(word)\(mark)" : "\(mark)\(word)",
                style: .accent,
                priority: priority
            )
            ticks.append(tick)
        }
        for column in stride(from: 0, to: width - 12, by: 14) {
            let moment = Timestamp(milliseconds: (last - Int64(width - 1 - column)) * unit)
            ticks.append(
                TimeAxis.Tick(column: column, text: step * width > Self.clockSpan ? dated(moment) : clock(moment))
            )
        }
        let left = area.x + Self.labelWidth + 2
        TimeAxis(ticks: ticks).render(into: &buffer, area: Rect(x: left, y: area.y, width: width, height: 1))
    }
}
