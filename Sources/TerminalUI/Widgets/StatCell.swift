/// One number with its name: label, value, and under it limit and note.
///
/// ```
/// 5xx
/// ▲ 7.21%
/// ≤1% ↑7.2pp in 5m
/// ```
/// Each row is cut to the width; the limit is left out where it does not fit whole. With two rows the limit stands beside
/// the label and the note is left out, with one the label stands before the value.
package struct StatCell: Equatable, Sendable {
    package var label: String
    package var limit: String
    package var value: StyledText
    package var note: String
    package var glyphs: GlyphSet
    package var labelStyle: Style
    package var noteStyle: Style

    package init(
        label: String,
        limit: String = "",
        value: StyledText,
        note: String = "",
        glyphs: GlyphSet = .braille,
        labelStyle: Style = .title,
        noteStyle: Style = .dim
    ) {
        self.label = label
        self.limit = limit
        self.value = value
        self.note = note
        self.glyphs = glyphs
        self.labelStyle = labelStyle
        self.noteStyle = noteStyle
    }

    package func render(into buffer: inout Buffer, area: Rect) {
        guard !area.isEmpty else { return }
        buffer.fill(area)
        guard area.height > 1 else {
            put(StyledText(label, labelStyle) + " " + value, row: 0, area, into: &buffer)
            return
        }
        put(StyledText(label, labelStyle), row: 0, area, into: &buffer)
        let limitWidth = DisplayWidth.width(of: limit)
        if area.height == 2, limitWidth > 0, DisplayWidth.width(of: label) + 1 + limitWidth <= area.width {
            buffer.put(limit, x: area.endX - limitWidth, y: area.y, style: .dim, width: limitWidth)
        }
        put(value, row: 1, area, into: &buffer)
        guard area.height > 2 else { return }
        let shown = limitWidth <= area.width ? limit : ""
        let gap = shown.isEmpty || note.isEmpty ? "" : " "
        put(StyledText(shown, .dim) + StyledText(gap) + StyledText(note, noteStyle), row: 2, area, into: &buffer)
    }

    private func put(_ text: StyledText, row: Int, _ area: Rect, into buffer: inout Buffer) {
        let text = text.truncated(toColumns: area.width, ellipsis: glyphs.ellipsis)
        buffer.put(text, x: area.x, y: area.y + row, width: area.width)
    }
}
