/// Rows of text in columns below a row of titles, one of them selected.
///
/// ```
/// SERVICE      RPS    5xx↓  p99
/// checkout   210/s   7.21%  240ms
/// search     1.2k/s  0.02%  95ms
/// ```
/// The table holds its rows from `first` on; how many are seen is up to the area. See `first(keeping:first:visible:count:)`
/// for scrolling.
package struct Table: Equatable, Sendable {
    /// The column by which the rows were sorted; the table marks it and leaves the sorting to others.
    package struct Sort: Hashable, Sendable {
        package var column: String
        package var isDescending: Bool

        package init(_ column: String, isDescending: Bool = false) {
            self.column = column
            self.isDescending = isDescending
        }
    }

    package var columns: [Column]
    package var rows: [Row]
    package var selected: Int?
    /// The row at the top, as far as that leaves no room unused at the bottom.
    package var first: Int
    package var sort: Sort?
    package var glyphs: GlyphSet
    /// The blanks between two columns.
    package let spacing: Int

    package init(
        columns: [Column],
        rows: [Row],
        selected: Int? = nil,
        first: Int = 0,
        sort: Sort? = nil,
        glyphs: GlyphSet = .braille,
        spacing: Int = 2
    ) {
        self.columns = columns
        self.rows = rows
        self.selected = selected
        self.first = first
        self.sort = sort
        self.glyphs = glyphs
        self.spacing = min(max(spacing, 0), 16)
    }

    package func render(into buffer: inout Buffer, area: Rect) {
        guard !area.isEmpty else { return }
        buffer.fill(area)
        let fields = fields(columns: area.width)
        for field in fields {
            buffer.put(title(of: columns[field.column], field.width), x: area.x + field.x, y: area.y, style: .dim)
        }
        let top = firstShown(in: area)
        for (offset, index) in (top..<min(rows.count, top + visibleRows(in: area))).enumerated() {
            let line = Rect(x: area.x, y: area.y + 1 + offset, width: area.width, height: 1)
            guard line.y < buffer.size.rows else { break }
            draw(rows[index], fields, into: &buffer, line)
            if index == selected {
                buffer.restyle(line, .selected)
            } else if let style = rows[index].style {
                buffer.restyle(line, style)
            }
        }
    }

    private func draw(_ row: Row, _ fields: [Field], into buffer: inout Buffer, _ line: Rect) {
        for field in fields where field.column < row.cells.count {
            let cell = row.cells[field.column]
                .shortened(toColumns: field.width, ellipsis: glyphs.ellipsis)
                .padded(
                    toColumns: field.width,
                    alignment: columns[field.column].alignment,
                    ellipsis: glyphs.ellipsis
                )
            buffer.put(cell, x: line.x + field.x, y: line.y, width: field.width)
        }
    }

    /// The title in its field; where rows are sorted by it, with an arrow that is never cut.
    private func title(of column: Column, _ width: Int) -> String {
        var title = column.title
        if let sort, sort.column == column.id, width > 0 {
            title = title.truncated(toColumns: width - 1, ellipsis: glyphs.ellipsis)
            title.append(sort.isDescending ? glyphs.down : glyphs.up)
        }
        return title.padded(toColumns: width, alignment: column.alignment, ellipsis: glyphs.ellipsis)
    }
}
