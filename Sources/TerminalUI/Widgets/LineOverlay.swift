/// A line over what is drawn already: what is compared with it.
///
/// Over a filled curve it is drawn the other way round, so that it is seen there too; among lines it keeps to the cells
/// that are free.
package struct LineOverlay: Equatable, Sendable {
    package var points: [ChartPoint]
    package var scale: ChartScale
    package var glyphs: GlyphSet
    package var style: Style
    /// 2 where there are two points a column.
    package var pointsPerColumn: Int
    /// The curve below is filled.
    package var isOverArea: Bool

    package init(
        points: [ChartPoint],
        scale: ChartScale,
        glyphs: GlyphSet = .braille,
        style: Style = .accent,
        pointsPerColumn: Int = 1,
        isOverArea: Bool = false
    ) {
        self.isOverArea = isOverArea
        self.points = points
        self.scale = scale
        self.glyphs = glyphs
        self.style = style
        self.pointsPerColumn = pointsPerColumn
    }

    /// Draws into the area of a chart's curve; events and limits behind the curve give way.
    package func render(into buffer: inout Buffer, area: Rect) {
        let plot = area.intersection(buffer.area)
        guard !plot.isEmpty else { return }
        var raster = LineRaster(width: plot.width, height: plot.height, glyphs: glyphs)
        let columns = ChartColumns(points, pointsPerColumn: pointsPerColumn, width: plot.width)
        var previous: Int?
        for column in 0..<columns.count {
            let (left, right) = columns[column]
            let x = (plot.width - columns.count + column) * 2
            for (half, point) in [left, right].enumerated() {
                let dot = point.drawable.map { scale.step(of: $0, steps: raster.dotRows) }
                if let dot { raster.join(x: x + half, from: previous ?? dot, to: dot, series: 1) }
                previous = dot
            }
        }
        let free: Set<Symbol> = [.space, Symbol(glyphs.limit), Symbol(glyphs.event)]
        for y in 0..<plot.height {
            for x in 0..<plot.width {
                guard let (symbol, _) = raster.symbol(x, y) else { continue }
                let isFree = free.contains(buffer[plot.x + x, plot.y + y].symbol)
                guard isFree || isOverArea else { continue }
                buffer[plot.x + x, plot.y + y] = Cell(symbol: symbol, style: isFree ? style : style.reversed)
            }
        }
    }
}
