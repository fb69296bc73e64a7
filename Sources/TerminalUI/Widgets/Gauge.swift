/// A bar that shows a share of a whole, with a text behind it, in one row.
///
/// ```
/// ▕███████▌  │   ▏ 57%
/// [#####--|--] 57%
/// ```
/// A little is never drawn as nothing, nor nearly all as all. Without a share the bar is a dashed line. The text
/// matters more than the bar: where both do not fit, the bar is left out. Texts of one width keep bars aligned.
package struct Gauge: Equatable, Sendable {
    /// What is filled, `0...1` and clamped to that; `nil` and NaN are missing.
    package var share: Double?
    /// A share at which a mark stands, over the bar too.
    package var limit: Double?
    package var text: StyledText
    package var glyphs: GlyphSet
    package var style: Style
    package var limitStyle: Style

    package init(
        share: Double?,
        limit: Double? = nil,
        text: StyledText = "",
        glyphs: GlyphSet = .braille,
        style: Style = .normal,
        limitStyle: Style = .dim
    ) {
        self.share = share
        self.limit = limit
        self.text = text
        self.glyphs = glyphs
        self.style = style
        self.limitStyle = limitStyle
    }

    package func render(into buffer: inout Buffer, area: Rect) {
        let row = area.splitTop(1).top
        guard !row.isEmpty else { return }
        buffer.fill(row)
        let textWidth = text.width
        let barWidth = row.width - (textWidth > 0 ? textWidth + 1 : 0)
        // Two ends and a cell between them.
        guard barWidth >= 3 else {
            buffer.put(text.truncated(toColumns: row.width, ellipsis: glyphs.ellipsis), x: row.x, y: row.y)
            return
        }
        let (bar, rest) = row.splitLeft(barWidth)
        drawBar(into: &buffer, bar)
        buffer.put(text, x: rest.x + 1, y: rest.y, width: rest.width - 1)
    }

    private func drawBar(into buffer: inout Buffer, _ bar: Rect) {
        buffer[bar.x, bar.y] = Cell(symbol: Symbol(glyphs.gaugeStart), style: .dim)
        buffer[bar.endX - 1, bar.y] = Cell(symbol: Symbol(glyphs.gaugeEnd), style: .dim)
        let inner = bar.inset(columns: 1)
        if let share, !share.isNaN {
            let bars = glyphs.bars
            let filled = steps(share, inner.width * bars.count)
            let (full, empty) = inner.splitLeft(filled / bars.count)
            if let block = bars.last { buffer.fill(full, block, style) }
            buffer.fill(empty, glyphs.gaugeEmpty, .dim)
            let part = filled % bars.count
            if part > 0 { buffer[empty.x, bar.y] = Cell(symbol: Symbol(bars[part - 1]), style: style) }
        } else {
            buffer.fill(inner, glyphs.missing, .dim)
        }
        if let limit, !limit.isNaN {
            let place = min(Int(min(max(limit, 0), 1) * Double(inner.width)), inner.width - 1)
            buffer[inner.x + place, bar.y] = Cell(symbol: Symbol(glyphs.vertical), style: limitStyle)
        }
    }

    private func steps(_ share: Double, _ count: Int) -> Int {
        guard share > 0 else { return 0 }
        guard share < 1 else { return count }
        return min(max(Int((share * Double(count)).rounded()), 1), max(count - 1, 1))
    }
}
