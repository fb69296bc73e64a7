import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

extension DashboardView {
    /// A chart's scale and what is drawn in it.
    private struct Plot {
        let scale: ChartScale
        let lines: [[ChartPoint]]
        /// The same an earlier time before; empty where nothing is compared.
        let compared: [ChartPoint]
        let step: Duration
        let perColumn: Int
        let limit: Limit?
    }

    static let labelWidth = 5
    /// From this width on notes have words: `◂ 127ms now`; below, the number alone.
    private static let noteColumns = 64

    /// The charts that there is room for, over one time axis.
    mutating func drawCharts(in area: Rect, rows: Int, columns: Int) {
        guard rows > 0, !area.isEmpty else { return }
        drawChartGrid(topics(rows: rows, columns: columns), in: area)
    }

    /// What is charted: the signal that the user wants first, then what is broken, then the usual ones.
    private func topics(rows: Int, columns: Int) -> [[ChartTopic]] {
        let usual: [ChartTopic]
        switch (rows, columns) {
        case (2, 2): usual = [.signal(.requestRate), .signal(.errorShare), .latency, .signal(.saturation)]
        case (2, 3...):
            usual = [
                .signal(.requestRate), .signal(.errorShare), .latency, .failures, .signal(.successShare),
                .signal(.saturation),
            ]
        case (1, 2...): usual = [.signal(.errorShare), .latency, .signal(.requestRate)]
        default: usual = [.signal(.errorShare), .signal(.p99Latency), .signal(.requestRate), .signal(.saturation)]
        }
        let places = rows * columns
        var chosen = Array(usual.prefix(places))
        var wanted: [Signal] = []
        if case .breach(let breach) = verdict { wanted = [breach.limit.signal] }
        if let focus = state.focus { wanted.append(focus) }
        for signal in wanted {
            let isGrid = columns > 1
            let known = chosen.firstIndex { $0.shows(signal) }
            // In a grid each chart keeps its place, so that the eye finds it.
            if isGrid, known != nil, state.focus != signal { continue }
            let topic = isGrid && known != nil && state.focus != signal ? chosen[known ?? 0] : ChartTopic.signal(signal)
            if let known {
                chosen[known] = topic
                if state.focus == signal || !isGrid { chosen.swapAt(known, 0) }
            } else if places > 0 {
                chosen = [topic] + chosen.dropLast()
            }
        }
        return stride(from: 0, to: chosen.count, by: columns).map {
            Array(chosen[$0..<min($0 + columns, chosen.count)])
        }
    }

    /// Rows of charts, each row as high as the others but for the first, and an axis below each of the columns.
    mutating func drawChartGrid(_ rows: [[ChartTopic]], in area: Rect) {
        guard area.height >= 4, let first = rows.first, !first.isEmpty else { return }
        let (axis, plots) = area.splitBottom(1)
        let heights = Array(repeating: Rect.Part.share(1), count: rows.count)
        for (row, place) in zip(rows, plots.rows(heights)) {
            for (topic, cell) in zip(row, chartCells(place, first.count)) {
                // Columns are of one width: it is said once.
                drawChart(topic, in: cell, saysColumn: cell.x == area.x && cell.y == plots.y)
            }
        }
        for cell in chartCells(axis, first.count) { drawAxis(in: cell) }
    }

    /// A row's places for charts: of one width, so that their columns are at the same times.
    func chartCells(_ row: Rect, _ count: Int) -> [Rect] {
        let gap = (1...3).first { (row.width - $0 * (count - 1)).isMultiple(of: count) } ?? 1
        return row.columns(count, gap: gap)
    }

    /// The columns of the curve.
    func plotWidth(in area: Rect) -> Int {
        max(0, area.width - Self.labelWidth - 2 - noteWidth(in: area))
    }

    private func noteWidth(in area: Rect) -> Int { hasWords(area) ? 14 : area.width >= 40 ? 10 : 0 }

    private func hasWords(_ area: Rect) -> Bool { area.width >= Self.noteColumns }

    /// The moment at the right end of the charts.
    ///
    /// Numbers that are fresh end where they end: columns narrower than a poll would else stand empty until the next.
    var chartEnd: Timestamp {
        if let end = cursor?.end ?? state.view.end { return end }
        guard !isStale, case .live = source.health, let snapshot = source.snapshot else { return now }
        return min(snapshot.at, now)
    }

    private func plot(_ topic: ChartTopic, width: Int) -> Plot {
        let step = columnWidth(width)
        // Two points a column where the polls are that dense; a pair begins on a column's boundary.
        let half = step / 2
        let isDense = glyphs == .braille && half >= settings.interval && half >= .seconds(1)
        let perColumn = isDense ? 2 : 1
        let unit = isDense ? half : step
        let isEven = chartEnd.milliseconds.flooredQuotient(by: unit.milliseconds) % 2 == 0
        let count = isDense ? width * 2 - (isEven ? 1 : 0) : width
        let shown = topic == .failures ? [ChartNumber.failures(leftOut: .thin)] : topic.signals.map(ChartNumber.drawn)
        let lines = shown.map {
            numbers.columns($0, count: count, width: unit, end: chartEnd, reach: pointReach)
        }
        let limit = topic == .failures ? nil : settings.limit(on: topic.leading)
        let compared = comparedPoints(topic, count: count, width: unit)
        let own = zip(shown, lines).flatMap { scaling($0, shown: $1, width: unit) }
        let all = own + compared
        let scale: ChartScale
        switch topic {
        case .latency, .signal(.averageLatency), .signal(.p95Latency), .signal(.p99Latency):
            scale = settings.isLatencyLinear ? linearLatency(all) : latencyScale(all, limit)
        case .signal(.successShare): scale = successScale(all)
        case .signal(.saturation): scale = ChartScale(0...max(1, Self.roundUp(all.compactMap(\.drawable).max() ?? 0)))
        case .signal, .failures: scale = Self.chartScale(all, topic.leading)
        }
        return Plot(scale: scale, lines: lines, compared: compared, step: step, perColumn: perColumn, limit: limit)
    }

    private mutating func drawChart(_ topic: ChartTopic, in area: Rect, saysColumn: Bool) {
        let width = plotWidth(in: area)
        let plot = plot(topic, width: width)
        let body = area.splitTop(1).rest
        let signal = topic.leading
        let range = plot.scale.range
        let frame = ChartFrame(
            labels: [
                AxisLabel(axisText(signal, range.upperBound), at: 1),
                AxisLabel(axisText(signal, range.lowerBound), at: 0),
            ],
            labelWidth: Self.labelWidth,
            notes: noteWidth(in: area) > 0 ? notes(topic, plot, hasWords: hasWords(area)) : [],
            noteWidth: noteWidth(in: area)
        )
        // Where the limit has no room beside the curve the title has it.
        let lines = frame.noteLines(height: body.height, scale: plot.scale)
        let isLimitNoted = limitNote(plot).map { note in lines.contains { $0.notes.contains(note) } } ?? true
        drawTitle(topic, plot, in: area, saysColumn: saysColumn, saysLimit: !hasWords(area) || !isLimitNoted)
        let threshold = threshold(topic, plot)
        let curve: Style = isDimmed ? .dim : .normal
        let events = eventColumns(width: width, step: plot.step)
        if topic.signals.first?.unit == .seconds {
            let styles: [Style] = [curve, .accent, .dim]
            LineChart(
                series: plot.lines.enumerated().map {
                    ChartSeries(points: $1, style: isDimmed ? .dim : styles[$0 % 3])
                },
                scale: plot.scale,
                limit: threshold,
                frame: frame,
                glyphs: glyphs,
                pointsPerColumn: plot.perColumn,
                events: events
            )
            .render(into: &buffer, area: body)
        } else {
            AreaChart(
                points: plot.lines.first ?? [],
                scale: plot.scale,
                limit: threshold,
                frame: frame,
                glyphs: glyphs,
                style: curve,
                pointsPerColumn: plot.perColumn,
                events: events
            )
            .render(into: &buffer, area: body)
        }
        let curveArea = frame.plotArea(in: body)
        if !plot.compared.isEmpty {
            LineOverlay(
                points: plot.compared,
                scale: plot.scale,
                glyphs: glyphs,
                pointsPerColumn: plot.perColumn,
                isOverArea: topic.signals.first?.unit != .seconds
            )
            .render(into: &buffer, area: curveArea)
        }
        markCursor(in: curveArea, step: plot.step)
    }

    private func threshold(_ topic: ChartTopic, _ plot: Plot) -> Threshold? {
        if topic == .signal(.successShare), let limit = settings.limit(on: .errorShare) {
            return Threshold(1 - limit.threshold, breachesAbove: false, style: isDimmed ? .dim : color(of: limit))
        }
        return plot.limit.map { Threshold($0.threshold, style: isDimmed ? .dim : color(of: $0)) }
    }

    func color(of limit: Limit) -> Style { limit.severity == .critical ? .critical : .warning }

    /// The rule above a chart: what it shows, its number now, its scale.
    private mutating func drawTitle(
        _ topic: ChartTopic,
        _ plot: Plot,
        in area: Rect,
        saysColumn: Bool,
        saysLimit: Bool
    ) {
        let signal = topic.leading
        var title = topic.title(words)
        if topic == .signal(.saturation), let detail = source.snapshot?[.saturation].detail { title += " \(detail)" }
        if noteWidth(in: area) == 0, topic != .failures, let reading = source.snapshot?[signal], reading.value != nil {
            title += " \(nowCell(signal, reading).text)"
        }
        if let alert = alerts(on: signal).first { title += " \(glyphs.critical) alert \(alert.name)" }
        let range = plot.scale.range
        let dash = glyphs == .ascii ? "-" : "–"
        var parts = ["\(axisText(signal, range.lowerBound))\(dash)\(axisText(signal, range.upperBound))"]
        if plot.scale.kind == .logarithmic { parts.append("log") }
        if topic == .latency, let bound = source.snapshot?[.p99Latency].clippedAt {
            parts.append("top bucket \(NumberText.bound(bound))")
        }
        if saysLimit, let limit = plot.limit { parts.append("limit \(limitText(limit))") }
        if saysColumn { parts.append("1 col = \(TimeText.setting(plot.step))") }
        parts.append(signal == .successShare ? "min" : "max")
        // The scale is worth more than what follows it.
        let room = area.width - DisplayWidth.width(of: title) - 8
        while parts.count > 1, DisplayWidth.width(of: parts.joined(separator: ", ")) > room { parts.removeLast() }
        var style = Style.title
        if state.focus == signal, topic.signals.count == 1 { style = .selected }
        Rule(title: title, note: parts.joined(separator: ", "), glyphs: glyphs, titleStyle: style)
            .render(into: &buffer, area: area)
    }

    private func notes(_ topic: ChartTopic, _ plot: Plot, hasWords: Bool) -> [ChartNote] {
        var notes: [ChartNote] = []
        let style: Style = isDimmed ? .dim : .normal
        let word = cursor != nil ? "then" : isStale ? "last" : "now"
        for signal in topic.signals {
            guard let reading = source.snapshot?[signal], let value = reading.value else { continue }
            let isOne = topic.signals.count == 1
            let number = nowCell(signal, reading).text
            let name = isOne ? word : label(signal).lowercased()
            let text = hasWords ? "\(number) \(name)" : isOne ? number : name
            notes.append(ChartNote(text, at: value, style: style, brief: isOne ? number : name))
        }
        if topic == .failures, let rate = source.snapshot?.errorsPerSecond {
            notes.append(ChartNote("\(NumberText.rate(rate))\(hasWords ? " \(word)" : "")", at: rate, style: style))
        }
        if hasWords, let limit = limitNote(plot) { notes.append(limit) }
        return notes
    }

    /// What points at the limit; nil where it lies beyond the chart.
    private func limitNote(_ plot: Plot) -> ChartNote? {
        guard let limit = plot.limit, plot.scale.range.contains(limit.threshold) else { return nil }
        return ChartNote(
            "limit \(limitText(limit))",
            at: limit.threshold,
            style: .dim,
            brief: "\(glyphs == .ascii ? "<=" : "≤")\(limitText(limit))"
        )
    }

    func axisText(_ signal: Signal, _ value: Double) -> String {
        switch signal.unit {
        case .share: "\(NumberText.trimmed(value * 100))%"
        case .seconds: NumberText.bound(value)
        case .perSecond: NumberText.count(value).replacing(".00", with: "")
        }
    }
}
