/// A filled chart of one series, the newest point at the right.
///
/// Columns without a value show why on the base line: `·` for no traffic, `╌` for no data. With braille, a column has
/// two points (see `GlyphSet.pointsPerColumn`). A value at the bottom of the range still shows one dot: a measured
/// zero is not a gap. A column with a value above the scale's range ends in `▲`.
package struct AreaChart: Equatable, Sendable {
    package var points: [ChartPoint]
    package var scale: ChartScale
    /// A line through the empty part of the chart; what is beyond it takes its style.
    package var limit: Threshold?
    package var frame: ChartFrame
    package var glyphs: GlyphSet
    package var style: Style
    /// 2 where `points` has two points a column; then glyphs without half columns show the larger of both.
    package var pointsPerColumn: Int
    /// The columns, 0 at the left of the curve's area, at which something happened: a thin line behind the curve.
    package var events: [Int]

    package init(
        points: [ChartPoint],
        scale: ChartScale,
        limit: Threshold? = nil,
        frame: ChartFrame = ChartFrame(),
        glyphs: GlyphSet = .braille,
        style: Style = .normal,
        pointsPerColumn: Int? = nil,
        events: [Int] = []
    ) {
        self.points = points
        self.scale = scale
        self.limit = limit
        self.frame = frame
        self.glyphs = glyphs
        self.style = style
        self.pointsPerColumn = pointsPerColumn ?? glyphs.pointsPerColumn
        self.events = events
    }

    package init(
        points: [ChartPoint],
        range: ClosedRange<Double>,
        limit: Threshold? = nil,
        frame: ChartFrame = ChartFrame(),
        glyphs: GlyphSet = .braille,
        style: Style = .normal,
        pointsPerColumn: Int? = nil,
        events: [Int] = []
    ) {
        self.init(
            points: points,
            scale: ChartScale(range),
            limit: limit,
            frame: frame,
            glyphs: glyphs,
            style: style,
            pointsPerColumn: pointsPerColumn,
            events: events
        )
    }

    package func render(into buffer: inout Buffer, area: Rect) {
        let whole = frame.render(into: &buffer, area: area, scale: scale, glyphs: glyphs)
        let plot = whole.intersection(buffer.area)
        guard !plot.isEmpty else { return }
        ChartBackdrop(events: events, limit: limit, scale: scale, glyphs: glyphs)
            .render(into: &buffer, plot, left: whole.x)
        let columns = ChartColumns(points, pointsPerColumn: pointsPerColumn, width: plot.width)
        for index in 0..<columns.count {
            let x = plot.endX - columns.count + index
            let (left, right) = columns[index]
            if left.drawable == nil, right.drawable == nil {
                let mark = left.isIdle && right.isIdle ? glyphs.idle : glyphs.missing
                buffer[x, plot.endY - 1] = Cell(symbol: Symbol(mark), style: .dim)
            } else {
                draw(left.drawable, right.drawable, into: &buffer, x, plot)
            }
        }
    }

    /// Draws one column from the base line up.
    private func draw(_ left: Double?, _ right: Double?, into buffer: inout Buffer, _ x: Int, _ plot: Rect) {
        let steps = glyphs == .braille ? 4 : 8
        let heights = (height(of: left, steps * plot.height), height(of: right, steps * plot.height))
        let top = max(heights.0, heights.1)
        let style = isBreached(left) || isBreached(right) ? limit?.style ?? style : style
        for row in 0..<plot.height where row * steps < top {
            let part = (heights.0 - row * steps, heights.1 - row * steps)
            let symbol =
                glyphs == .braille
                ? Braille.column(left: part.0, right: part.1)
                : Symbol(partial(min(max(part.0, part.1), steps)))
            buffer[x, plot.endY - 1 - row] = Cell(symbol: symbol, style: style)
        }
        if isClipped(left) || isClipped(right) {
            buffer[x, plot.y] = Cell(symbol: Symbol(glyphs.clipped), style: style)
        }
    }

    private func height(of value: Double?, _ steps: Int) -> Int {
        guard let value else { return 0 }
        return max(1, Int((scale.fraction(of: value) * Double(steps)).rounded()))
    }

    private func isBreached(_ value: Double?) -> Bool {
        guard let value, let limit else { return false }
        return limit.isBreached(by: value)
    }

    private func isClipped(_ value: Double?) -> Bool { value.map(scale.isClipped) ?? false }

    private func partial(_ height: Int) -> Character {
        guard glyphs == .ascii else { return glyphs.levels[height - 1] }
        return height <= 3 ? "_" : height <= 6 ? "=" : "#"
    }
}
