/// A chart of one row, one point a column, the newest at the right.
///
/// ```
/// ····················▇▇▇▆▅▃▂▁
/// ```
/// Draws in the first row of its area: of more points than columns the newest, left of fewer points blanks. A full
/// cell is for values above the scale's range alone; else sparklines one below another would melt into a block.
package struct Sparkline: Equatable, Sendable {
    package var points: [ChartPoint]
    package var scale: ChartScale
    package var glyphs: GlyphSet
    package var style: Style
    package var threshold: Threshold?

    package init(
        points: [ChartPoint],
        scale: ChartScale,
        glyphs: GlyphSet = .braille,
        style: Style = .normal,
        threshold: Threshold? = nil
    ) {
        self.points = points
        self.scale = scale
        self.glyphs = glyphs
        self.style = style
        self.threshold = threshold
    }

    package init(
        points: [ChartPoint],
        range: ClosedRange<Double>,
        glyphs: GlyphSet = .braille,
        style: Style = .normal,
        threshold: Threshold? = nil
    ) {
        self.init(points: points, scale: ChartScale(range), glyphs: glyphs, style: style, threshold: threshold)
    }

    package func render(into buffer: inout Buffer, area: Rect) {
        let row = area.splitTop(1).top
        guard !row.isEmpty else { return }
        buffer.fill(row)
        let levels = glyphs.levels
        let shown = points.suffix(row.width)
        for (x, point) in zip((row.endX - shown.count)..<row.endX, shown) {
            buffer[x, row.y] = cell(point, levels)
        }
    }

    private func cell(_ point: ChartPoint, _ levels: [Character]) -> Cell {
        guard let value = point.drawable else {
            return Cell(symbol: Symbol(point.isIdle ? glyphs.idle : glyphs.missing), style: .dim)
        }
        let highest = levels.count - 1
        let level = scale.isClipped(value) ? highest : scale.step(of: value, steps: highest)
        let symbol = Symbol(levels[level])
        let isBreached = threshold?.isBreached(by: value) ?? false
        return Cell(symbol: symbol, style: isBreached ? threshold?.style ?? style : style)
    }
}
