import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// The worst objective in one line: each part is there or not.
    mutating func drawObjectives(in area: Rect) {
        guard area.height > 0 else { return }
        let promised = state.promised
        var x = area.x + buffer.put("slo", x: area.x, y: area.y, style: .dim, width: area.width) + 1
        guard let worst = promised.first else {
            let text = cursor == nil ? "not asked yet" : "told of now alone: End shows it"
            putShortened(text, x: x, y: area.y, style: .dim, width: max(0, area.endX - x))
            return
        }
        let words = ObjectiveWords(worst)
        let mark = worst.status.state == .page ? "!" : worst.status.state == .ticket ? "~" : ""
        let windows = isNarrow ? "" : words.firing.map { " \($0)" } ?? ""
        let style = isDimmed ? Style.dim : words.style
        x += buffer.put("\(words.state)\(mark)\(windows)", x: x, y: area.y, style: style, width: area.endX - x) + 2
        let more = promised.count > 1 ? ["+\(promised.count - 1)\(keyHint(" (o)"))"] : []
        let reason = worst.problem.map { [$0] } ?? []
        let name = isNarrow ? words.name : "\(words.name) \(words.promise)"
        for part in [name] + words.parts + reason + more {
            let width = DisplayWidth.width(of: part)
            guard x + width <= area.endX else { continue }
            x += buffer.put(part, x: x, y: area.y, style: isDimmed ? .dim : .normal, width: width) + 2
        }
    }

    /// All objectives: what is left, how fast it goes, each pair of windows, and how the budget went.
    mutating func drawObjectives(from first: Int) {
        // Row by row: where there is little room an objective alone is higher than the panel.
        let entries = objectiveRows.map { [$0] }
        let empty =
            cursor != nil
            ? "objectives are told of now alone: End shows them"
            : state.replay != nil
                ? "the recording has none" : "asking; --slo 'availability 99.9%/30d' says what is promised"
        drawList(title: "objectives", entries: entries, from: first, empty: empty)
    }

    /// The rows of the panel, one objective after the other.
    private var objectiveRows: [(String, Style)] { state.objectives.flatMap { entry($0) } }

    /// How many rows the panel has.
    static func objectiveRowCount(_ state: DashboardState) -> Int {
        DashboardView(state, size: state.size).objectiveRows.count
    }

    private func entry(_ report: ObjectiveReport) -> [(String, Style)] {
        let words = ObjectiveWords(report)
        let service = report.service.isEmpty ? "" : " of \(report.service)"
        var rows = wrapped(" \(words.state.padded(toColumns: 7)) \(words.name)\(service)  \(words.promise)", indent: 8)
            .map { ($0, words.style) }
        func add(_ text: String, _ style: Style = .normal) {
            rows += wrapped("   \(text)", indent: 5).map { ($0, style) }
        }
        let parts = [words.good].compactMap { $0 } + words.parts
        if !parts.isEmpty { add(parts.joined(separator: ", ")) }
        if let problem = report.problem { add(problem, .warning) }
        if let curve = report.curve { rows += curveRows(curve, report.status.objective) }
        for pair in words.pairs(isNarrow: isNarrow) { add(pair.text, pair.style) }
        add(words.source(at: now), .dim)
        return rows
    }

    /// The curve of a budget as rows of text, from full at the top to gone, or to what was overspent.
    private func curveRows(_ curve: BudgetCurve, _ objective: ServiceLevelObjective) -> [(String, Style)] {
        let labelWidth = 5
        let width = min(100, size.columns - 8)
        let height = size.rows < 20 ? 3 : 5
        guard width > labelWidth + 12, let last = curve.points.last else { return [] }
        let plot = width - labelWidth - 2
        let lowest = max(-1, min(0, curve.points.map(\.left).min() ?? 0))
        var columns = [ChartPoint](repeating: .missing, count: plot)
        let start = last.at - objective.period
        for point in curve.points {
            let place = (point.at - start) / objective.period * Double(plot)
            // A step reaches as far as the next.
            let reach = max(1, Int((curve.step / objective.period * Double(plot)).rounded(.up)))
            let column = Int(place.rounded(.up)) - 1
            for index in max(0, column - reach + 1)...max(0, min(column, plot - 1)) where index < plot {
                columns[index] = .value(max(point.left, lowest))
            }
        }
        var part = Buffer(size: TerminalSize(columns: width, rows: height))
        LineChart(
            series: [ChartSeries(points: columns)],
            scale: ChartScale(lowest...1),
            frame: ChartFrame(
                labels: [AxisLabel("100%", at: 1), AxisLabel("\(NumberText.fixed(lowest * 100, 0))%", at: 0)],
                labelWidth: labelWidth
            ),
            glyphs: glyphs,
            pointsPerColumn: 1
        )
        .render(into: &part, area: part.area)
        let rows = part.text.split(separator: "\n", omittingEmptySubsequences: false).map { ("   \($0)", Style.normal) }
        let period = TimeText.window(objective.period)
        let what =
            curve.isRecorded ? "left of the \(period) before each moment" : "left of this budget, spent by and by"
        let ago = "-\(period)"
        let axis = String(repeating: " ", count: labelWidth + 5) + ago
        let room = width + 3 - DisplayWidth.width(of: axis) - 4
        let middle = DisplayWidth.width(of: what) + 2 <= room ? what : ""
        let pad = max(1, (room - DisplayWidth.width(of: middle)) / 2)
        return rows + [("\(axis)\(String(repeating: " ", count: pad))\(middle)".padded(toColumns: width) + "now", .dim)]
    }
}
