/// What stands behind a chart's curve: thin lines where something happened, and the limit across them.
struct ChartBackdrop {
    /// Columns of the curve's area, 0 at its left; those outside are not drawn.
    var events: [Int]
    var limit: Threshold?
    var scale: ChartScale
    var glyphs: GlyphSet

    /// Draws into the visible part of the curve's area, whose whole begins at the column `left`.
    func render(into buffer: inout Buffer, _ plot: Rect, left: Int) {
        for event in events where event >= plot.x - left && event < plot.endX - left {
            buffer.fill(Rect(x: left + event, y: plot.y, width: 1, height: plot.height), glyphs.event, .dim)
        }
        // At the edge it would say that the curve is as near as that.
        guard let limit, limit.value >= scale.range.lowerBound, !scale.isClipped(limit.value) else { return }
        let y = plot.endY - 1 - scale.step(of: limit.value, steps: plot.height)
        buffer.fill(Rect(x: plot.x, y: y, width: plot.width, height: 1), glyphs.limit, .dim)
    }
}
