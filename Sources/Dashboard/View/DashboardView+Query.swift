import GoldenSignals
import PromModel
import TerminalUI

// An expression that is being written, with its values as chart and table.
extension DashboardView {
    private static let seriesStyles: [Style] = [.normal, .accent, .warning, .critical, .unknown, .dim]

    /// Everything between the verdict and the last row.
    mutating func drawQuery(_ query: QueryView) {
        let top = size.rows >= 10 ? 2 : 0
        var area = Rect(x: 0, y: top, width: size.columns, height: max(0, size.rows - top - 1))
        guard area.height > 0 else { return }
        buffer.fill(area)
        let enter = query.completions == nil || query.isWrittenOn ? "Enter asks" : "Enter takes it"
        let keys =
            query.completions == nil
            ? "\(enter), Tab completes, \(glyphs.up)\(glyphs.down) history, Esc closes"
            : "\(enter), Tab chooses, Esc closes the list"
        Rule(title: "PromQL", note: keys, glyphs: glyphs, titleStyle: .selected).render(into: &buffer, area: area)
        area = area.splitTop(1).rest
        query.input.render(into: &buffer, area: area)
        area = area.splitTop(1).rest
        drawOutcome(query, in: area.splitTop(1).top)
        area = area.splitTop(1).rest
        if let completions = query.completions {
            let rows = min(completions.words.count, QueryView.mostShown, max(1, area.height / 2))
            drawCompletions(completions, query, in: area.splitTop(rows).top)
            area = area.splitTop(rows).rest
        }
        guard let answer = query.answer, answer.failure == nil, area.height > 0 else { return }
        let chartHeight = area.height >= 9 ? area.height / 2 : 0
        if chartHeight > 0 { drawSeries(answer, in: area.splitTop(chartHeight).top) }
        drawValues(answer, query, in: area.splitTop(chartHeight).rest)
    }

    /// What came of the last question, in one row.
    private mutating func drawOutcome(_ query: QueryView, in row: Rect) {
        var text = "not asked yet"
        var style = Style.dim
        if query.asked != nil {
            text = "asking"
        } else if let answer = query.answer {
            if let failure = answer.failure {
                (text, style) = (failure, .critical)
            } else {
                let number = NumberText.whole(answer.count)
                text = "\(number) \(answer.count == 1 ? "value" : "values") at \(momentText(answer.question.through))"
                text += " in \(TimeText.cost(answer.cost))"
                if answer.question.expression != query.input.text { text += ", of what was asked before" }
                if let remark = answer.remarks.first { text += "; \(remark)" }
            }
        }
        putShortened(text, x: row.x + 1, y: row.y, style: style, width: row.width - 1)
    }

    private mutating func drawCompletions(_ completions: Completions, _ query: QueryView, in area: Rect) {
        let first = max(0, min(query.chosen - area.height / 2, completions.words.count - area.height))
        let count = "\(query.chosen + 1) of \(completions.words.count)"
        let end = area.endX - count.count - 1
        for (row, word) in completions.words.dropFirst(first).prefix(area.height).enumerated() {
            let style: Style = first + row == query.chosen ? .selected : .normal
            // The first row has the count at its end.
            let width = (row == 0 ? end - 1 : area.endX) - area.x - 8
            putShortened(
                " \(PrintableText.sanitize(word)) ",
                x: area.x + 8,
                y: area.y + row,
                style: style,
                width: width
            )
        }
        buffer.put(count, x: end, y: area.y, style: .dim, width: max(0, area.endX - end))
    }

    /// The lines of the series, those with the largest last values first; over the same columns as all charts.
    private mutating func drawSeries(_ answer: PromQLAnswer, in area: Rect) {
        let (axis, whole) = area.splitBottom(1)
        let label = 9
        let width = whole.width - label - 2
        guard width > 8, whole.height >= 3 else { return }
        let span = answer.question.through - answer.question.from
        let drawn = answer.series.prefix(Self.seriesStyles.count)
        let values = drawn.flatMap { $0.samples.map(\.value) }.filter(\.isFinite)
        guard let low = values.min(), let high = values.max() else {
            buffer.put("no values over the time of the charts", x: whole.x + 1, y: whole.y, style: .dim)
            return
        }
        let bottom = low < 0 ? low : 0
        let scale = ChartScale(bottom...(high > bottom ? high : bottom + 1))
        let count = width * glyphs.pointsPerColumn
        let lines = drawn.enumerated().map { index, series in
            var points = [ChartPoint](repeating: .missing, count: count)
            for sample in series.samples {
                let place = (sample.timestamp - answer.question.from) / max(span, .seconds(1)) * Double(count - 1)
                let reach = answer.question.step / max(span, .seconds(1)) * Double(count - 1)
                guard place.isFinite, sample.value.isFinite else { continue }
                let last = min(count - 1, max(0, Int(place.rounded())))
                let first = max(0, last - Int(reach.rounded(.up)) + 1)
                for column in first...last { points[column] = .value(sample.value) }
            }
            return ChartSeries(points: points, style: Self.seriesStyles[index])
        }
        LineChart(
            series: lines,
            scale: scale,
            frame: ChartFrame(
                labels: [
                    AxisLabel(Self.plain(scale.range.upperBound), at: 1),
                    AxisLabel(Self.plain(scale.range.lowerBound), at: 0),
                ],
                labelWidth: label
            ),
            glyphs: glyphs
        )
        .render(into: &buffer, area: whole)
        let ticks = stride(from: 0, to: max(1, width - 8), by: 14).map { column in
            let moment = answer.question.from + span * (Double(column) / Double(width))
            return TimeAxis.Tick(column: column, text: span > Self.clockSpan ? dated(moment) : clock(moment))
        }
        TimeAxis(ticks: ticks)
            .render(into: &buffer, area: Rect(x: axis.x + label + 2, y: axis.y, width: width, height: 1))
    }

    private mutating func drawValues(_ answer: PromQLAnswer, _ query: QueryView, in area: Rect) {
        guard area.height > 0 else { return }
        pageRows = area.height
        guard !answer.values.isEmpty else {
            let text = "empty: nothing has these labels, or nothing is over the comparison"
            buffer.put(text, x: 1, y: area.y, style: .dim)
            return
        }
        let first = min(query.first, max(0, answer.values.count - 1))
        for (row, value) in answer.values.dropFirst(first).prefix(area.height).enumerated() {
            let text = Self.plain(value.value)
            let style = Self.seriesStyle(of: value.labels, in: answer)
            buffer.put(
                text,
                x: max(0, 12 - DisplayWidth.width(of: text)),
                y: area.y + row,
                style: style,
                width: area.width
            )
            buffer.put(
                PrintableText.sanitize("\(value.labels)"),
                x: 14,
                y: area.y + row,
                style: .normal,
                width: max(0, area.width - 14)
            )
        }
        let rest = answer.count - first - area.height
        guard rest > 0 else { return }
        let more = " \(NumberText.whole(rest)) more "
        buffer.put(more, x: max(0, area.endX - more.count), y: area.endY - 1, style: .dim)
    }

    /// A value in the colour of its line.
    private static func seriesStyle(of labels: Labels, in answer: PromQLAnswer) -> Style {
        let place = answer.series.prefix(seriesStyles.count).firstIndex { $0.labels == labels }
        return place.map { seriesStyles[$0] } ?? .normal
    }

    /// A number as the language writes it, in four decimals at most where those say enough.
    private static func plain(_ value: Double) -> String {
        let magnitude = value.magnitude
        let isPlain = value == 0 || magnitude >= 0.001 && magnitude < 1e7
        return isPlain ? NumberText.trimmed((value * 10_000).rounded() / 10_000) : PromModel.NumberText.format(value)
    }
}
