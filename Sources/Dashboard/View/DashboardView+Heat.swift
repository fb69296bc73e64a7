import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

// How latencies spread over time, in the place of a curve.
extension DashboardView {
    /// From these shares on a cell is one step darker.
    private static let steps = [0, 0.01, 0.05, 0.2, 0.5]

    /// Whether a chart that has all the room is the heatmap.
    var isHeatShown: Bool { state.heat.isOn && state.isMaximized && state.focus?.unit == .seconds }

    /// Rows of latencies, the failures as a row below them, and the time axis.
    mutating func drawHeat(of signal: Signal, in area: Rect) {
        guard area.height >= 4 else { return }
        let (axis, body) = area.splitBottom(1)
        let width = plotWidth(in: area)
        let step = columnWidth(width)
        let (failures, cells) = body.splitTop(1).rest.splitBottom(1)
        let spreads = spreads(width: width, step: step)
        let grid = HeatGrid(spreads, rows: cells.height)
        drawHeatTitle(signal, grid, step, in: area)
        let plot = cells.inset(left: Self.labelWidth + 2, right: area.width - Self.labelWidth - 2 - width)
        if grid.rows.isEmpty {
            putShortened(heatGap, x: plot.x, y: plot.y + cells.height / 2, style: .dim, width: plot.width)
        } else {
            drawHeatRows(grid, signal, in: cells, plot: plot)
        }
        drawFailureRow(width: width, step: step, in: failures)
        markCursor(
            in: Rect(x: plot.x, y: plot.y, width: plot.width, height: plot.height + 1),
            step: step
        )
        drawAxis(in: axis)
    }

    /// What is known of each column: the last that was told of its time.
    func spreads(width: Int, step: Duration) -> [LatencySpread?] {
        var columns = [LatencySpread?](repeating: nil, count: max(0, width))
        func take(_ moment: Timestamp, _ spread: LatencySpread, reach: Duration) {
            let unit = step.milliseconds
            let last = chartEnd.milliseconds.flooredQuotient(by: unit)
            func column(_ moment: Timestamp) -> Int {
                width - 1 - Int(clamping: last - moment.milliseconds.flooredQuotient(by: unit))
            }
            let end = column(moment)
            let first = reach > .zero ? column(moment - reach + .milliseconds(1)) : end
            guard end >= 0, first < width, moment <= chartEnd else { return }
            for place in max(0, first)...max(max(0, first), min(end, width - 1)) { columns[place] = spread }
        }
        for moment in state.heat.told.keys.sorted() {
            guard let spread = state.heat.told[moment] else { continue }
            take(moment, spread, reach: state.heat.step)
        }
        for moment in state.base.moments.moments + (state.stretch == nil ? [] : state.held.moments.moments) {
            guard let spread = moment.detail?.snapshot.spread else { continue }
            take(moment.at, spread, reach: source.pointStep)
        }
        return columns
    }

    private mutating func drawHeatTitle(_ signal: Signal, _ grid: HeatGrid, _ step: Duration, in area: Rect) {
        var parts: [String] = []
        if grid.isCoarse, let coarsest = grid.coarsest {
            let ends = [coarsest.lowerBound, coarsest.upperBound].map(NumberText.bound)
            parts.append("coarse: one bucket from \(ends[0]) to \(ends[1])")
        }
        parts.append("\(TimeText.setting(step)) a column")
        let signs = glyphs.heat
        parts.append("\(signs[1])<1% \(signs[2])<5% \(signs[3])<20% \(signs[4])<50% \(signs[5])")
        let title = "latency by bucket, share of \(words.asked)"
        let room = area.width - DisplayWidth.width(of: title) - 8
        while parts.count > 1, DisplayWidth.width(of: parts.joined(separator: ", ")) > room { parts.removeLast() }
        Rule(title: title, note: parts.joined(separator: ", "), glyphs: glyphs, titleStyle: .selected)
            .render(into: &buffer, area: area)
    }

    private mutating func drawHeatRows(_ grid: HeatGrid, _ signal: Signal, in area: Rect, plot: Rect) {
        let limit = settings.limit(on: signal)
        let limitRow = limit.flatMap { grid.row(of: $0.threshold) }
        let counts = shownColumn(width: plot.width).flatMap { grid.counts(at: $0) }
        for (index, row) in grid.rows.enumerated() {
            let y = area.endY - 1 - index
            let label = heatLabel(grid, index)
            buffer.put(label, x: area.x + Self.labelWidth - DisplayWidth.width(of: label), y: y, style: .dim)
            buffer.put(String(glyphs.axis), x: area.x + Self.labelWidth + 1, y: y, style: .dim)
            let isOver = limit.map { row.lowerBound >= $0.threshold * 0.999_999 } ?? false
            let style: Style = isDimmed ? .dim : isOver ? limit.map { color(of: $0) } ?? .normal : .normal
            for (column, shares) in grid.columns.enumerated() {
                let sign = shares.map { heatSign($0[index]) } ?? " "
                if sign != " " {
                    buffer.put(String(sign), x: plot.x + column, y: y, style: style)
                } else if limitRow == index, let limit {
                    buffer.put(String(glyphs.limit), x: plot.x + column, y: y, style: color(of: limit))
                }
            }
            var note = ""
            if limitRow == index, let limit {
                note = " \(glyphs.pointer) limit \(limitText(limit))"
            } else if let share = counts?[index], share > 0 {
                note = " \(glyphs.pointer) \(percent(share))"
            }
            buffer.put(note, x: plot.endX, y: y, style: .dim, width: area.endX - plot.endX)
        }
    }

    /// The bound that ends in a row; the last row of an open histogram says what it lies above.
    private func heatLabel(_ grid: HeatGrid, _ index: Int) -> String {
        let row = grid.rows[index]
        guard row.upperBound.isFinite else { return ">\(NumberText.bound(row.lowerBound))" }
        let inside = grid.bounds.last { $0 > row.lowerBound * 1.000_001 && $0 <= row.upperBound * 1.000_001 }
        return inside.map(NumberText.bound) ?? ""
    }

    private mutating func drawFailureRow(width: Int, step: Duration, in row: Rect) {
        let limit = settings.limit(on: .errorShare)
        let points = numbers.columns(
            ChartNumber(.errorShare),
            count: width,
            width: step,
            end: chartEnd,
            reach: pointReach
        )
        let label = words.failed
        buffer.put(label, x: row.x + Self.labelWidth - DisplayWidth.width(of: label), y: row.y, style: .dim)
        buffer.put(String(glyphs.axis), x: row.x + Self.labelWidth + 1, y: row.y, style: .dim)
        let left = row.x + Self.labelWidth + 2
        for (column, point) in points.enumerated() {
            guard let share = point.drawable else { continue }
            let isOver = limit.map { share > $0.threshold } ?? false
            let style: Style = isDimmed ? .dim : isOver ? limit.map { color(of: $0) } ?? .normal : .normal
            buffer.put(String(heatSign(share)), x: left + column, y: row.y, style: style)
        }
        guard let reading = source.snapshot?[.errorShare], reading.value != nil else { return }
        buffer.put(
            " \(glyphs.pointer) \(nowCell(.errorShare, reading).text)",
            x: left + width,
            y: row.y,
            style: .dim,
            width: row.endX - left - width
        )
    }

    /// The column that the numbers at the right are of: the cursor's, else the newest.
    private func shownColumn(width: Int) -> Int? {
        guard width > 0 else { return nil }
        return column(of: cursor?.at ?? chartEnd, width: width, step: columnWidth(width))
    }

    private func heatSign(_ share: Double) -> Character {
        let step = Self.steps.lastIndex { share > $0 } ?? -1
        return glyphs.heat[step + 1]
    }

    /// Why there is nothing to see.
    private var heatGap: String {
        if state.heat.asked != nil { return "asking how latencies spread" }
        if let failure = state.heat.failure { return "not known: \(failure)" }
        if source.snapshot?[.p99Latency].state == .noData { return "no histogram tells how latencies spread" }
        return state.replay == nil ? "no bucket holds anything yet" : "nothing of this time is recorded"
    }
}
