package import GoldenSignals
import PromModel
package import TerminalUI

extension DashboardView {
    private struct Columns {
        let nowEnd: Int
        let markX: Int
        let beforeEnd: Int?
        let deltaX: Int
        let sparkX: Int
        let sparkWidth: Int
        let tailX: Int
    }

    /// The seven numbers, a row each.
    mutating func drawNumbers(in area: Rect, hasHeads: Bool) {
        let columns = numberColumns
        var y = area.y
        if hasHeads {
            drawHeads(columns, y: y)
            y += 1
        }
        for signal in Signal.allCases where y < area.endY {
            drawNumber(signal, columns, y: y)
            y += 1
        }
    }

    private var numberColumns: Columns {
        guard size.columns >= 72 else {
            let sparkX = min(21, size.columns)
            return Columns(
                nowEnd: 12,
                markX: 12,
                beforeEnd: nil,
                deltaX: 14,
                sparkX: sparkX,
                sparkWidth: max(0, size.columns - sparkX),
                tailX: size.columns
            )
        }
        let sparkWidth = min(size.columns - 50, 120)
        return Columns(
            nowEnd: 14,
            markX: 15,
            beforeEnd: 26,
            deltaX: 28,
            sparkX: 36,
            sparkWidth: sparkWidth,
            tailX: 36 + sparkWidth + 1
        )
    }

    private mutating func drawHeads(_ columns: Columns, y: Int) {
        buffer.put("now", x: columns.nowEnd - 3, y: y, style: .dim)
        buffer.put("before", x: 20, y: y, style: .dim)
        buffer.put(String(glyphs.delta), x: columns.deltaX, y: y, style: .dim)
        let step = columnWidth(columns.sparkWidth)
        let scale = "\(TimeText.setting(step * columns.sparkWidth)), 1 col = \(TimeText.setting(step))"
        buffer.put(scale, x: columns.sparkX, y: y, style: .dim, width: columns.sparkWidth)
        buffer.put("limit", x: columns.tailX, y: y, style: .dim)
    }

    private mutating func drawNumber(_ signal: Signal, _ columns: Columns, y: Int) {
        let reading = source.snapshot?[signal]
        let cell = nowCell(signal, reading)
        buffer.put(signal.label, x: 0, y: y, style: isStale ? .dim : .title)
        put(cell.text, endingAt: columns.nowEnd, y: y, style: isStale ? .dim : cell.style)
        if let mark = cell.mark { buffer.put(mark, x: columns.markX, y: y, style: isStale ? .dim : cell.style) }
        if let beforeEnd = columns.beforeEnd {
            put(beforeText(signal), endingAt: beforeEnd, y: y, style: .dim)
        }
        let deltaRoom = columns.sparkX - columns.deltaX - 1
        buffer.put(deltaText(signal, reading), x: columns.deltaX, y: y, style: .dim, width: deltaRoom)
        if reading?.state == .noData, let reason = source.report?.gaps[signal] {
            // Where there is no curve there is room for the reason.
            buffer.put(reason, x: columns.sparkX, y: y, style: .dim, width: size.columns - columns.sparkX)
            return
        }
        drawSparkline(signal, columns, y: y)
        guard columns.tailX < size.columns else { return }
        buffer.put(tailText(signal, reading), x: columns.tailX, y: y, style: .dim, width: size.columns - columns.tailX)
    }

    private mutating func put(_ text: String, endingAt end: Int, y: Int, style: Style) {
        buffer.put(text, x: max(4, end - DisplayWidth.width(of: text)), y: y, style: style, width: end - 4)
    }

    /// The number or the word in its place, and the mark behind it.
    func nowCell(_ signal: Signal, _ reading: SignalReading?) -> (text: String, mark: String?, style: Style) {
        guard let reading else {
            if case .failing = source.health { return ("down", nil, .unknown) }
            return ("wait", nil, .unknown)
        }
        switch reading.state {
        case .noData: return (source.snapshot?.isWarmingUp == true ? "wait" : "no data", nil, .unknown)
        case .idle: return (signal == .requestRate ? "0/s" : "idle", nil, .dim)
        case .value(let value):
            var text = NumberText.signal(signal, value)
            if let bound = reading.clippedAt { text = ">\(NumberText.bound(bound))" }
            guard let limit = settings.limit(on: signal) ?? successLimit(signal) else { return (text, nil, .normal) }
            let isOver = signal == .successShare ? value < 1 - limit.threshold : value > limit.threshold
            guard isOver, hasEnoughRequests(for: signal) else { return (text, nil, .normal) }
            let isCritical = limit.severity == .critical
            return (text, isCritical ? "!" : "~", isCritical ? .critical : .warning)
        }
    }

    /// Prometheus's own alerts that are about a signal of this service.
    func alerts(on signal: Signal) -> [AlertStatus] {
        source.report?.alerts.filter { $0.isFiring && $0.concernsService && $0.signal == signal } ?? []
    }

    /// The success share's limit is the error share's, seen from the other side.
    private func successLimit(_ signal: Signal) -> Limit? {
        signal == .successShare ? settings.limit(on: .errorShare) : nil
    }

    private func hasEnoughRequests(for signal: Signal) -> Bool {
        signal == .saturation || (source.snapshot?.requestCount ?? 0) >= VerdictTracker.fewestRequests
    }

    private func beforeText(_ signal: Signal) -> String {
        switch source.baselines[signal] {
        case .value(let value): NumberText.signal(signal, value)
        case .idle: "idle"
        case .some(.none), nil: "-"
        }
    }

    /// What changed against before, or why that cannot be told.
    private func deltaText(_ signal: Signal, _ reading: SignalReading?) -> String {
        guard let value = reading?.value else { return "" }
        if reading?.clippedAt != nil { return "clipped" }
        switch source.baselines[signal] {
        case .some(.none), nil: return ""
        case .idle: return "new"
        case .value(let before): return Self.change(from: before, to: value, signal.unit, glyphs)
        }
    }

    /// The change from a value to another: percent for a rate, points for a share, a factor for a latency.
    ///
    /// Empty where it is too small to matter or cannot be told.
    package static func change(
        from before: Double,
        to value: Double,
        _ unit: Signal.Unit,
        _ glyphs: GlyphSet
    ) -> String {
        let arrow = value >= before ? glyphs.up : glyphs.down
        switch unit {
        case .share:
            let points = abs(value - before) * 100
            return points < 0.05 ? "" : "\(arrow)\(NumberText.fixed(points, 1))pp"
        case .perSecond:
            guard before > 0 else { return "" }
            let percent = abs(value / before - 1) * 100
            guard percent >= 2 else { return "" }
            guard percent < 1000 else { return "\(arrow)\(NumberText.count((value / before).rounded()))x" }
            return "\(arrow)\(NumberText.fixed(percent, 0))%"
        case .seconds:
            guard before > 0, value > 0 else { return "" }
            let factor = max(value / before, before / value)
            return factor < 1.1 ? "" : "\(arrow)\(NumberText.fixed(factor, 1))x"
        }
    }

    private func tailText(_ signal: Signal, _ reading: SignalReading?) -> String {
        var parts: [String] = []
        if let limit = settings.limit(on: signal) {
            parts.append("\(glyphs == .ascii ? "<=" : "≤")\(limitText(limit))")
        } else if let limit = successLimit(signal) {
            parts.append("\(glyphs == .ascii ? ">=" : "≥")\(NumberText.trimmed((1 - limit.threshold) * 100))%")
        }
        if let detail = reading?.detail { parts.append(detail) }
        if let alert = alerts(on: signal).first { parts.append("\(glyphs.critical)\(alert.name)") }
        if signal == .errorShare, reading?.value == 0, reading?.noErrorsYet == true { parts.append("none yet") }
        if let count = source.snapshot?.requestCount, reading?.value != nil {
            let isFew = count < VerdictTracker.fewestRequests
            if signal == .p99Latency || isFew && (signal == .errorShare || signal == .p95Latency) {
                // Rounded down: 19.6 is fewer than 20.
                parts.append("n=\(wholeCount(count.rounded(.down)))")
            }
        }
        return parts.joined(separator: " ")
    }

    private mutating func drawSparkline(_ signal: Signal, _ columns: Columns, y: Int) {
        guard columns.sparkWidth > 0 else { return }
        let points = source.history.columns(
            signal,
            count: columns.sparkWidth,
            width: columnWidth(columns.sparkWidth),
            end: now,
            reach: pointReach
        )
        let threshold = settings.limit(on: signal).map { Threshold($0.threshold) }
        Sparkline(
            points: points,
            scale: Self.scale(of: points, signal),
            glyphs: glyphs,
            style: isStale ? .dim : .normal,
            threshold: isStale ? nil : threshold
        )
        .render(into: &buffer, area: Rect(x: columns.sparkX, y: y, width: columns.sparkWidth, height: 1))
    }

    /// How far back a point speaks for its signal: to the point before it.
    var pointReach: Duration { source.pointStep > .zero ? max(source.pointStep, settings.interval) : .zero }

    /// A column's time: the span over the columns, on a step that a person would choose, never below a poll.
    ///
    /// A step up to a tenth too short is taken: 59 columns of 5 s are nearer to 5 minutes than 59 of 10 s.
    func columnWidth(_ columns: Int) -> Duration {
        let wanted = settings.span.milliseconds * 9 / 10 / Int64(max(1, columns))
        // A source with a grid of its own tells how far a point reaches: its columns may be narrower than that.
        let least = source.pointStep > .zero ? max(wanted, 1000) : max(wanted, settings.interval.milliseconds)
        let steps: [Int64] = [1, 2, 3, 4, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600].map { $0 * 1000 }
        return .milliseconds(steps.first { $0 >= least } ?? least)
    }

    /// From zero to a little over the highest value; success from its lowest, since near 100 % nothing would show.
    static func scale(of points: [ChartPoint], _ signal: Signal) -> ChartScale {
        let values = points.compactMap(\.drawable)
        let top = values.max() ?? 0
        if signal == .successShare {
            let low = min(values.min() ?? 0.99, 0.99)
            return ChartScale(max(0, low - (1 - low) * 0.25)...1)
        }
        return ChartScale(0...(top > 0 ? top * 1.05 : 1))
    }
}
