/// One line of a chart.
package struct ChartSeries: Equatable, Sendable {
    package var points: [ChartPoint]
    package var style: Style

    package init(points: [ChartPoint], style: Style = .normal) {
        self.points = points
        self.style = style
    }
}

/// A chart of lines, the newest points at the right.
///
/// A line ends at a gap and begins after it: what was not measured is not drawn. Where lines meet in a cell, the cell
/// takes the first one's style. Columns in which no line has a value show why on the base line. Where a line is above
/// the scale's range, `▲` stands in the top row, in the limit's style if it is beyond the limit.
package struct LineChart: Equatable, Sendable {
    package var series: [ChartSeries]
    package var scale: ChartScale
    package var limit: Threshold?
    package var frame: ChartFrame
    package var glyphs: GlyphSet
    /// 2 where the series have two points a column.
    package var pointsPerColumn: Int
    /// The columns, 0 at the left of the curve's area, at which something happened: a thin line behind the curve.
    package var events: [Int]

    package init(
        series: [ChartSeries],
        scale: ChartScale,
        limit: Threshold? = nil,
        frame: ChartFrame = ChartFrame(),
        glyphs: GlyphSet = .braille,
        pointsPerColumn: Int? = nil,
        events: [Int] = []
    ) {
        self.series = series
        self.scale = scale
        self.limit = limit
        self.frame = frame
        self.glyphs = glyphs
        self.pointsPerColumn = pointsPerColumn ?? glyphs.pointsPerColumn
        self.events = events
    }

    package func render(into buffer: inout Buffer, area: Rect) {
        let whole = frame.render(into: &buffer, area: area, scale: scale, glyphs: glyphs)
        let plot = whole.intersection(buffer.area)
        guard !plot.isEmpty else { return }
        ChartBackdrop(events: events, limit: limit, scale: scale, glyphs: glyphs)
            .render(into: &buffer, plot, left: whole.x)
        drawGaps(into: &buffer, plot)
        var raster = LineRaster(width: plot.width, height: plot.height, glyphs: glyphs)
        for (index, line) in series.enumerated() { draw(line, index, into: &raster, plot.width) }
        for y in 0..<plot.height {
            for x in 0..<plot.width {
                guard let (symbol, index) = raster.symbol(x, y) else { continue }
                buffer[plot.x + x, plot.y + y] = Cell(symbol: symbol, style: series[index].style)
            }
        }
        // The first line's mark is drawn last, since its style wins.
        for line in series.reversed() { markClipped(line, into: &buffer, plot) }
    }

    private func drawGaps(into buffer: inout Buffer, _ plot: Rect) {
        let lines = series.map { ChartColumns($0.points, pointsPerColumn: pointsPerColumn, width: plot.width) }
        for fromRight in 0..<plot.width {
            let points = lines.lazy.filter { fromRight < $0.count }.map { $0[$0.count - 1 - fromRight] }
            guard !points.isEmpty, points.allSatisfy({ $0.left.drawable == nil && $0.right.drawable == nil }) else {
                continue
            }
            let mark = points.allSatisfy { $0.left.isIdle && $0.right.isIdle } ? glyphs.idle : glyphs.missing
            buffer[plot.endX - 1 - fromRight, plot.endY - 1] = Cell(symbol: Symbol(mark), style: .dim)
        }
    }

    private func markClipped(_ line: ChartSeries, into buffer: inout Buffer, _ plot: Rect) {
        let columns = ChartColumns(line.points, pointsPerColumn: pointsPerColumn, width: plot.width)
        for column in 0..<columns.count {
            let (left, right) = columns[column]
            let clipped = [left, right].compactMap(\.drawable).filter(scale.isClipped)
            guard let value = clipped.max() else { continue }
            let style = limit.flatMap { $0.isBreached(by: value) ? $0.style : nil } ?? line.style
            buffer[plot.endX - columns.count + column, plot.y] = Cell(symbol: Symbol(glyphs.clipped), style: style)
        }
    }

    /// Joins each value with the one before it, unless there is a gap between them.
    private func draw(_ line: ChartSeries, _ index: Int, into raster: inout LineRaster, _ width: Int) {
        let columns = ChartColumns(line.points, pointsPerColumn: pointsPerColumn, width: width)
        var previous: Int?
        for column in 0..<columns.count {
            let (left, right) = columns[column]
            let x = (width - columns.count + column) * 2
            for (half, point) in [left, right].enumerated() {
                let dot = point.drawable.map { scale.step(of: $0, steps: raster.dotRows) }
                if let dot { raster.join(x: x + half, from: previous ?? dot, to: dot, series: index) }
                previous = dot
            }
        }
    }
}
