/// A line across the screen with a title at its left and a note at its right.
///
/// ```
/// ─ 5xx % ──────────────────────── 0–25, 1 col = 5s, max ─
/// ```
/// Draws in the first row of its area. The title is cut before it is dropped; the note is dropped where it does not
/// fit whole.
package struct Rule: Equatable, Sendable {
    package var title: String
    package var note: String
    package var glyphs: GlyphSet
    package var style: Style
    package var titleStyle: Style

    package init(
        title: String = "",
        note: String = "",
        glyphs: GlyphSet = .braille,
        style: Style = .dim,
        titleStyle: Style = .title
    ) {
        self.title = title
        self.note = note
        self.glyphs = glyphs
        self.style = style
        self.titleStyle = titleStyle
    }

    package func render(into buffer: inout Buffer, area: Rect) {
        let row = area.splitTop(1).top
        guard !row.isEmpty else { return }
        buffer.fill(row, glyphs.horizontal, style)
        var used = 1
        let room = row.width - 4
        if !title.isEmpty, room > 0 {
            let text = title.truncated(toColumns: room, ellipsis: glyphs.ellipsis)
            used += put(text, titleStyle, row.x + 1, row.y, into: &buffer)
        }
        let noteWidth = DisplayWidth.width(of: note)
        if noteWidth > 0, used + noteWidth + 3 < row.width {
            _ = put(note, style, row.endX - noteWidth - 3, row.y, into: &buffer)
        }
    }

    /// Writes a text with a blank at either side.
    private func put(_ text: String, _ style: Style, _ x: Int, _ y: Int, into buffer: inout Buffer) -> Int {
        buffer.put(" ", x: x, y: y)
        let used = buffer.put(text, x: x + 1, y: y, style: style)
        buffer.put(" ", x: x + 1 + used, y: y)
        return used + 2
    }
}
