import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    private static let labelWidth = 5
    private static let noteWidth = 14

    /// The charts: errors and p99, with more room the rate too, one above the other over one time axis.
    mutating func drawCharts(in area: Rect) {
        let signals: [Signal] =
            area.height >= 20 ? [.requestRate, .errorShare, .p99Latency] : [.errorShare, .p99Latency]
        // A title, two rows of curve for each, and the axis.
        let fits = max(0, (area.height - 1) / 3)
        let shown = Array(signals.suffix(max(min(fits, signals.count), 0)).prefix(fits))
        guard !shown.isEmpty else { return }
        let chosen = shown.count == 1 ? [Signal.errorShare] : shown
        let rows = area.height - 1
        var y = area.y
        for (index, signal) in chosen.enumerated() {
            let share = rows * (index + 1) / chosen.count - rows * index / chosen.count
            // The first chart takes the odd row.
            let height = index == 0 ? rows - rows * (chosen.count - 1) / chosen.count : share
            let bounded = min(height, area.endY - 1 - y)
            drawChart(signal, in: Rect(x: area.x, y: y, width: area.width, height: bounded))
            y += bounded
        }
        drawAxis(y: area.endY - 1, in: area)
    }

    private func plotWidth(in area: Rect) -> Int {
        max(0, area.width - Self.labelWidth - 2 - Self.noteWidth)
    }

    private mutating func drawChart(_ signal: Signal, in area: Rect) {
        let plotWidth = plotWidth(in: area)
        let step = columnWidth(plotWidth)
        let points = source.history.columns(signal, count: plotWidth, width: step, end: now, reach: pointReach)
        let isLatency = signal.unit == .seconds
        let scale = isLatency ? latencyScale(points, settings.limit(on: signal)) : Self.chartScale(points, signal)
        let name = signal == .errorShare ? "5xx %" : signal.label
        let kind = isLatency ? ", log" : ""
        let range = "\(axisText(signal, scale.range.lowerBound))–\(axisText(signal, scale.range.upperBound))\(kind)"
        let alert = alerts(on: signal).first.map { " \(glyphs.critical) alert \($0.name)" } ?? ""
        Rule(
            title: name + alert,
            note:
                "\(glyphs == .ascii ? range.replacing("–", with: "-") : range), 1 col = \(TimeText.setting(step)), max",
            glyphs: glyphs
        )
        .render(into: &buffer, area: Rect(x: area.x, y: area.y, width: area.width, height: 1))
        let body = area.splitTop(1).rest
        let limit = settings.limit(on: signal)
        let frame = ChartFrame(
            labels: [
                AxisLabel(axisText(signal, scale.range.upperBound), at: 1),
                AxisLabel(axisText(signal, scale.range.lowerBound), at: 0),
            ],
            labelWidth: Self.labelWidth,
            notes: notes(signal, limit, in: scale.range),
            noteWidth: Self.noteWidth
        )
        let threshold = limit.map { Threshold($0.threshold, style: isStale ? .dim : color(of: $0)) }
        let curve: Style = isStale ? .dim : .normal
        if isLatency {
            LineChart(
                series: [ChartSeries(points: points, style: curve)],
                scale: scale,
                limit: threshold,
                frame: frame,
                glyphs: glyphs,
                pointsPerColumn: 1
            )
            .render(into: &buffer, area: body)
        } else {
            AreaChart(
                points: points,
                scale: scale,
                limit: threshold,
                frame: frame,
                glyphs: glyphs,
                style: curve,
                pointsPerColumn: 1
            )
            .render(into: &buffer, area: body)
        }
    }

    private func color(of limit: Limit) -> Style { limit.severity == .critical ? .critical : .warning }

    private func notes(_ signal: Signal, _ limit: Limit?, in range: ClosedRange<Double>) -> [ChartNote] {
        var notes: [ChartNote] = []
        if let reading = source.snapshot?[signal], let value = reading.value {
            let text = nowCell(signal, reading).text
            notes.append(ChartNote("\(text) \(isStale ? "last" : "now")", at: value, style: isStale ? .dim : .normal))
        }
        if let limit, range.contains(limit.threshold) {
            notes.append(ChartNote("limit \(limitText(limit))", at: limit.threshold, style: .dim))
        }
        return notes
    }

    private func axisText(_ signal: Signal, _ value: Double) -> String {
        switch signal.unit {
        case .share: "\(NumberText.trimmed(value * 100))%"
        case .seconds: NumberText.bound(value)
        case .perSecond: NumberText.count(value).replacing(".00", with: "")
        }
    }

    /// From zero to a round number above the highest value.
    static func chartScale(_ points: [ChartPoint], _ signal: Signal) -> ChartScale {
        let top = points.compactMap(\.drawable).max() ?? 0
        let floor = signal.unit == .share ? 0.05 : 1
        return ChartScale(0...min(roundUp(max(top, floor)), signal.unit == .share ? 1 : .greatestFiniteMagnitude))
    }

    /// Decades around what is there and the limit, so that a jump by ten is seen beside one by two.
    private func latencyScale(_ points: [ChartPoint], _ limit: Limit?) -> ChartScale {
        // A bucket bound can be any number; beyond 30 years and below a nanosecond nothing is a latency.
        let values = points.compactMap(\.drawable).filter { $0 > 1e-9 && $0 < 1e9 }
        let top = max(values.max() ?? 0.1, min(limit?.threshold ?? 0.1, 1e9))
        let low = min(values.min() ?? 0.01, top / 10)
        var lower = 1e-9
        while lower * 10 <= low * 1.000_001 { lower *= 10 }
        return ChartScale(lower...max(lower * 10, Self.roundUp(top)), .logarithmic)
    }

    /// The next of 1, 2, 2.5, 5 times a power of ten.
    static func roundUp(_ value: Double) -> Double {
        guard value > 0, value.isFinite, value < 1e15 else { return 1 }
        var power = 1e-9
        while power * 10 <= value * 1.000_001 { power *= 10 }
        let factor = [1.0, 2, 2.5, 5, 10].first { $0 * power >= value * 0.999_999 } ?? 10
        // Sums of powers carry dust: 0.30000000000000004.
        return (factor * power * 1e9).rounded() / 1e9
    }

    /// Clock times under the charts, `now` at the right, and ticks where something happened.
    private mutating func drawAxis(y: Int, in area: Rect) {
        let width = plotWidth(in: area)
        guard width >= 10 else { return }
        let step = columnWidth(width).milliseconds
        let left = area.x + Self.labelWidth + 2
        let lastColumn = now.milliseconds.flooredQuotient(by: step)
        func moment(_ column: Int) -> Timestamp {
            Timestamp(milliseconds: (lastColumn - Int64(width - 1 - column)) * step)
        }
        var taken = [Bool](repeating: false, count: width)
        func isFree(_ range: Range<Int>) -> Bool { !taken[range.clamped(to: 0..<width)].contains(true) }
        func take(_ text: String, at column: Int, style: Style) {
            let end = min(width, column + text.count + 1)
            guard column >= 0, column + text.count <= width, isFree(max(0, column - 1)..<end) else { return }
            buffer.put(text, x: left + column, y: y, style: style)
            for index in column..<end { taken[index] = true }
        }
        take("now", at: width - 3, style: .dim)
        // What may have caused a breach is worth its place more than the breach, which the curve shows itself.
        let causes = source.events.reversed().filter { !$0.kind.isBreach }
        for event in causes + source.events.reversed().filter(\.kind.isBreach) {
            let column = width - 1 - Int(lastColumn - event.at.milliseconds.flooredQuotient(by: step))
            take("\(glyphs == .ascii ? "|" : "^")\(event.tick)", at: column, style: .accent)
        }
        for column in stride(from: 0, to: width - 12, by: 14) {
            take(TimeText.clock(moment(column)), at: column, style: .dim)
        }
    }
}
