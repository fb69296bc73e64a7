import Diagnosis
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
        var scaleWidth = 0
        let tailX: Int
    }

    /// The seven numbers, a row each; heads above them where there is a row more.
    mutating func drawNumbers(in area: Rect) {
        let columns = numberColumns
        var y = area.y
        if area.height > Signal.allCases.count {
            drawHeads(columns, y: y)
            y += 1
        }
        for signal in Signal.allCases where y < area.endY {
            drawNumber(signal, columns, y: y)
            y += 1
        }
    }

    /// How wide the sparklines are.
    var sparkWidth: Int { numberColumns.sparkWidth }

    private var numberColumns: Columns {
        guard !isNarrow else {
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
        // With room to spare each sparkline says its scale, and the alerts' names are whole.
        let scaleWidth = size.columns >= 96 ? 12 : 0
        let sparkWidth = min(size.columns - 50 - scaleWidth - min(max(size.columns - 100, 0) / 2, 30), 120)
        return Columns(
            nowEnd: 14,
            markX: 15,
            beforeEnd: 26,
            deltaX: 28,
            sparkX: 36,
            sparkWidth: sparkWidth,
            scaleWidth: scaleWidth,
            tailX: 36 + sparkWidth + 1 + scaleWidth
        )
    }

    private mutating func drawHeads(_ columns: Columns, y: Int) {
        let now = cursor == nil ? "now" : "then"
        buffer.put(now, x: columns.nowEnd - now.count, y: y, style: .dim)
        put(beforeText ?? "before", endingAt: columns.beforeEnd ?? 26, y: y, style: beforeText == nil ? .dim : .accent)
        buffer.put(String(glyphs.delta), x: columns.deltaX, y: y, style: .dim)
        let step = columnWidth(columns.sparkWidth)
        let scale = "\(TimeText.setting(step * columns.sparkWidth)), 1 col = \(TimeText.setting(step))"
        buffer.put(scale, x: columns.sparkX, y: y, style: .dim, width: columns.sparkWidth)
        buffer.put("limit", x: columns.tailX, y: y, style: .dim)
    }

    private mutating func drawNumber(_ signal: Signal, _ columns: Columns, y: Int) {
        let reading = source.snapshot?[signal]
        let cell = nowCell(signal, reading)
        buffer.put(label(signal), x: 0, y: y, style: labelStyle(signal))
        put(cell.text, endingAt: columns.nowEnd, y: y, style: isDimmed ? .dim : cell.style)
        if let mark = cell.mark { buffer.put(mark, x: columns.markX, y: y, style: isDimmed ? .dim : cell.style) }
        if let beforeEnd = columns.beforeEnd {
            put(beforeText(signal), endingAt: beforeEnd, y: y, style: .dim)
        }
        let deltaRoom = columns.sparkX - columns.deltaX - 1
        buffer.put(deltaText(signal, reading), x: columns.deltaX, y: y, style: .dim, width: deltaRoom)
        if reading?.state == .noData, let reason = reading?.blank ?? source.report?.gaps[signal] {
            // Where there is no curve there is room for the reason.
            let room = size.columns - columns.sparkX
            let text = reason.truncated(toColumns: room, ellipsis: glyphs.ellipsis)
            buffer.put(text, x: columns.sparkX, y: y, style: .dim)
            return
        }
        drawSparkline(signal, columns, y: y)
        guard columns.tailX < size.columns else { return }
        // Half a word says nothing: each part is there or not.
        var x = columns.tailX
        // The name of what is full comes before its limit where there is no room for both.
        let limited = [limitMark(signal), reading?.detail ?? ""].joined(separator: " ")
        for part in tailParts(signal, reading, hasLimit: DisplayWidth.width(of: limited) <= size.columns - x) {
            let width = DisplayWidth.width(of: part)
            let room = size.columns - x
            guard width <= room || room > 12 else { break }
            x += 1 + buffer.put(part.truncated(toColumns: room, ellipsis: glyphs.ellipsis), x: x, y: y, style: .dim)
        }
    }

    /// The words for what the service on the screen is asked.
    var words: SignalWords { source.report?.words ?? .http }

    /// A signal's short name.
    func label(_ signal: Signal) -> String { words.label(of: signal) }

    /// The signal whose chart comes first is marked.
    func labelStyle(_ signal: Signal) -> Style {
        if state.focus == signal { return .selected }
        return isDimmed ? .dim : .title
    }

    private mutating func put(_ text: String, endingAt end: Int, y: Int, style: Style) {
        buffer.put(text, x: max(4, end - DisplayWidth.width(of: text)), y: y, style: style, width: end - 4)
    }

    /// The number or the word in its place, and the mark behind it.
    func nowCell(_ signal: Signal, _ reading: SignalReading?) -> (text: String, mark: String?, style: Style) {
        guard let reading else {
            if case .failing(let reason, _) = source.health {
                return (FailureReason(reason).isOfSource ? "no data" : "down", nil, .unknown)
            }
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
            let isCritical = limit.severity == .critical && !isOutlived(limit)
            return (text, isCritical ? "!" : "~", isCritical ? .critical : .warning)
        }
    }

    /// Prometheus's own alerts that are about a signal of this service.
    func alerts(on signal: Signal) -> [AlertStatus] {
        source.report?.alerts.filter { $0.isKnownToFire && $0.concernsService && $0.signal == signal } ?? []
    }

    /// The success share's limit is the error share's, seen from the other side.
    func successLimit(_ signal: Signal) -> Limit? {
        signal == .successShare ? settings.limit(on: .errorShare) : nil
    }

    /// The breach of a limit is over, and only the window still holds it.
    private func isOutlived(_ limit: Limit) -> Bool {
        guard let past = source.tracker.recovered, past.limit == limit, let snapshot = source.snapshot else {
            return false
        }
        return snapshot.at - snapshot.window < past.until
    }

    private func hasEnoughRequests(for signal: Signal) -> Bool {
        signal == .saturation || (source.snapshot?.requestCount ?? 0) >= VerdictTracker.fewestRequests
    }

    func beforeText(_ signal: Signal) -> String {
        switch source.baselines[signal] {
        case .value(let value): NumberText.signal(signal, value)
        case .idle: "idle"
        case .some(.none), nil: "-"
        }
    }

    /// What changed against before, or why that cannot be told.
    func deltaText(_ signal: Signal, _ reading: SignalReading?) -> String {
        guard let value = reading?.value else { return "" }
        // Of a window that is not full there are too few requests, which is no change.
        if signal == .requestRate, source.snapshot?.isThin == true { return "" }
        if reading?.clippedAt != nil { return isNarrow ? "clip" : "clipped" }
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
            return points < 0.05 ? "" : "\(arrow)\(NumberText.fixed(points, points < 9.95 ? 1 : 0))pp"
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

    private mutating func drawSparkline(_ signal: Signal, _ columns: Columns, y: Int) {
        guard columns.sparkWidth > 0 else { return }
        let width = columnWidth(columns.sparkWidth)
        let points = numbers.columns(
            .drawn(signal),
            count: columns.sparkWidth,
            width: width,
            end: chartEnd,
            reach: pointReach
        )
        let limit = settings.limit(on: signal)
        var threshold = limit.map { Threshold($0.threshold, style: color(of: $0)) }
        if let limit = successLimit(signal) {
            threshold = Threshold(1 - limit.threshold, breachesAbove: false, style: color(of: limit))
        }
        let scaling = scaling(.drawn(signal), shown: points, width: width)
        let scale = Self.scale(of: scaling, signal)
        Sparkline(
            points: points,
            scale: scale,
            glyphs: glyphs,
            // Colour means "look here": what is within its limit stays in the background.
            style: .dim,
            threshold: isStale ? nil : threshold
        )
        .render(into: &buffer, area: Rect(x: columns.sparkX, y: y, width: columns.sparkWidth, height: 1))
        markCursor(in: Rect(x: columns.sparkX, y: y, width: columns.sparkWidth, height: 1), step: width)
        guard columns.scaleWidth > 0, points.contains(where: { $0.drawable != nil }) else { return }
        let low = signal == .successShare ? axisText(signal, scale.range.lowerBound) : "0"
        let dash = glyphs == .ascii ? "-" : "–"
        let text = "\(low)\(dash)\(axisText(signal, scale.range.upperBound))"
        let x = columns.sparkX + columns.sparkWidth + 1
        buffer.put(text, x: x, y: y, style: .dim, width: columns.scaleWidth - 1)
    }

    /// How far back a point speaks for its signal: to the point before it.
    var pointReach: Duration { source.pointStep }

    /// A column's time: the span over the columns, on a step that a person would choose, never below a poll.
    ///
    /// A step up to a tenth too short is taken: 59 columns of 5 s are nearer to 5 minutes than 59 of 6 s.
    func columnWidth(_ columns: Int) -> Duration {
        let wanted = settings.span.milliseconds * 9 / 10 / Int64(max(1, columns))
        // A source with a grid of its own tells how far a point reaches: its columns may be narrower than that.
        let least = source.pointStep > .zero ? max(wanted, 1000) : max(wanted, settings.interval.milliseconds)
        let steps: [Int64] = [
            1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 40, 60, 90, 120, 180, 240, 300, 360, 480, 600, 900, 1200, 1800,
            3600,
        ]
        .map { $0 * 1000 }
        return .milliseconds(steps.first { $0 >= least } ?? least)
    }
}
