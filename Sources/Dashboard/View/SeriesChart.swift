package import PromModel
package import TerminalUI

/// The answer of a range query as a chart a series, in plain text.
///
/// ```
/// ─ up{job="api"} ──────────────────────────────────
///        1 ┤⣀⣀⣀⣀⣀⣀⣀⣀
///        0 ┤
///           16:40:05      16:41:15
///           min 0, max 1, last 1; 1 col = 5s, its highest
/// ```
/// A column shows the highest value of its time; where there is none, nothing is drawn.
package struct SeriesChart {
    /// More lines than these would scroll away.
    package static let mostSeries = 20

    private static let plotHeight = 6
    private static let labelWidth = 8

    private let start: Timestamp
    private let end: Timestamp
    private let step: Duration
    private let columns: Int
    private let glyphs: GlyphSet

    /// Charts of the steps from `start` through `end`, so many columns wide.
    package init(from start: Timestamp, through end: Timestamp, step: Duration, columns: Int, glyphs: GlyphSet) {
        self.start = start
        self.end = end
        self.step = step
        self.columns = max(columns, 30)
        self.glyphs = glyphs
    }

    /// The charts, one below the other; at most ``mostSeries``.
    package func text(_ series: [Series]) -> String {
        series.prefix(Self.mostSeries).map(chart).joined(separator: "\n")
    }

    private var plotWidth: Int { columns - Self.labelWidth - 2 }

    private func chart(_ series: Series) -> String {
        let points = points(of: series)
        let values = series.samples.map(\.value).filter(\.isFinite)
        let (low, high) = (min(values.min() ?? 0, 0), max(values.max() ?? 1, 0))
        let scale = ChartScale(low...(high > low ? high : low + 1))
        var buffer = Buffer(size: TerminalSize(columns: columns, rows: Self.plotHeight + 3))
        let (title, rest) = buffer.area.splitTop(1)
        let (foot, plot) = rest.splitBottom(2)
        let (axis, note) = foot.inset(left: Self.labelWidth + 2).splitTop(1)
        Rule(title: "\(series.labels)", glyphs: glyphs).render(into: &buffer, area: title)
        LineChart(
            series: [ChartSeries(points: points)],
            scale: scale,
            frame: ChartFrame(
                labels: [
                    AxisLabel(Self.number(scale.range.upperBound), at: 1),
                    AxisLabel(Self.number(scale.range.lowerBound), at: 0),
                ],
                labelWidth: Self.labelWidth
            ),
            glyphs: glyphs
        )
        .render(into: &buffer, area: plot)
        TimeAxis(ticks: ticks).render(into: &buffer, area: axis)
        buffer.put(self.note(series), x: note.x, y: note.y, width: note.width)
        return buffer.text
    }

    /// What a chart's height does not tell exactly.
    private func note(_ series: Series) -> String {
        let values = series.samples.map(\.value).filter { !$0.isNaN }
        guard let low = values.min(), let high = values.max(), let last = series.samples.last else {
            return "no values"
        }
        let column = Duration.milliseconds(max(1, (end - start).milliseconds / Int64(plotWidth)))
        return "min \(Self.number(low)), max \(Self.number(high)), last \(Self.number(last.value)); "
            + "1 col = \(TimeText.setting(column)), its highest"
    }

    /// A value for each point of the curve: the highest of the steps in its time, else that of the step before.
    private func points(of series: Series) -> [ChartPoint] {
        let count = plotWidth * glyphs.pointsPerColumn
        var highest: [Int64: Double] = [:]
        let span = max(1, (end - start).milliseconds + step.milliseconds)
        for sample in series.samples {
            // Every step lasts until the next.
            let offset = (sample.timestamp - start).milliseconds
            let first = offset * Int64(count) / span
            let next = max(first + 1, (offset + step.milliseconds) * Int64(count) / span)
            for slot in first..<next { highest[slot] = Self.higher(highest[slot], sample.value) }
        }
        return (0..<Int64(count)).map { ChartPoint(highest[$0]) }
    }

    /// NaN is no height, and hides none.
    private static func higher(_ known: Double?, _ value: Double) -> Double {
        guard let known, !known.isNaN else { return value }
        return value.isNaN ? known : max(known, value)
    }

    private var ticks: [TimeAxis.Tick] {
        stride(from: 0, to: plotWidth, by: 14).map { column in
            let offset = (end - start).milliseconds * Int64(column) / Int64(plotWidth)
            return TimeAxis.Tick(column: column, text: TimeText.clock(start + .milliseconds(offset)))
        }
    }

    /// A number with three decimals at most, where those say enough.
    private static func number(_ value: Double) -> String {
        let magnitude = value.magnitude
        let isPlain = value == 0 || magnitude >= 0.001 && magnitude < 1e7
        return isPlain ? NumberText.trimmed(value) : PromModel.NumberText.format(value)
    }
}
