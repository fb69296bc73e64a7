/// A text at the left of a chart's axis.
package struct AxisLabel: Equatable, Sendable {
    /// Where the text stands, 0 at the bottom row and 1 at the top row.
    package let position: Double
    package let text: String

    package init(_ text: String, at position: Double) {
        self.text = text
        self.position = position
    }
}

/// A text at the right of a chart that points at a value, such as `◂ 20.1% now`.
package struct ChartNote: Equatable, Sendable {
    package let value: Double
    package let text: String
    package let style: Style
    /// What it says where it shares its row with another; nil where there is nothing shorter.
    package let brief: String?

    package init(_ text: String, at value: Double, style: Style = .normal, brief: String? = nil) {
        self.text = text
        self.value = value
        self.style = style
        self.brief = brief
    }
}

/// What stands around a chart: labels and axis at the left, notes at the right.
///
/// ```
///  25% ┤                     ⣶⣤⣤⣤ ◂ 20.1% now
///      ┤                     ⣿⣿⣿⣿
///    0 ┤········ ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣿⣿⣿⣿ ◂ limit 1%
/// ```
/// Given widths keep charts below one another aligned.
package struct ChartFrame: Equatable, Sendable {
    package var labels: [AxisLabel]
    /// The columns for labels, left of the axis sign; 0 leaves out the axis too.
    package var labelWidth: Int
    package var notes: [ChartNote]
    /// The columns for notes; 0 leaves them out.
    package var noteWidth: Int

    package init(labels: [AxisLabel] = [], labelWidth: Int = 0, notes: [ChartNote] = [], noteWidth: Int = 0) {
        self.labels = labels
        self.labelWidth = labelWidth
        self.notes = notes
        self.noteWidth = noteWidth
    }

    /// The area left for the curve.
    package func plotArea(in area: Rect) -> Rect {
        area.inset(left: labelWidth > 0 ? labelWidth + 2 : 0, right: noteWidth)
    }

    /// Draws the surroundings over the whole area and returns what is left for the curve.
    func render(into buffer: inout Buffer, area: Rect, scale: ChartScale, glyphs: GlyphSet) -> Rect {
        buffer.fill(area)
        let plot = plotArea(in: area)
        guard area.height > 0 else { return plot }
        if labelWidth > 0 {
            for y in area.y..<area.endY {
                buffer.put(
                    String(glyphs.axis),
                    x: area.x + labelWidth + 1,
                    y: y,
                    style: .dim,
                    width: area.width - labelWidth - 1
                )
            }
        }
        for label in labels where labelWidth > 0 {
            let text = label.text.padded(toColumns: labelWidth, alignment: .trailing, ellipsis: glyphs.ellipsis)
            let y = row(at: label.position, in: area)
            buffer.put(text, x: area.x, y: y, style: .dim, width: min(labelWidth, area.width))
        }
        for line in noteLines(height: area.height, scale: scale) {
            let x = max(plot.endX, area.x)
            let width = min(noteWidth, area.endX - x)
            let text = " \(glyphs.pointer) \(line.text)".shortened(toColumns: width, ellipsis: glyphs.ellipsis)
            buffer.put(text, x: x, y: area.y + line.row, style: line.style, width: width)
        }
        return plot
    }

    private func row(at position: Double, in area: Rect) -> Int { area.y + Self.row(at: position, height: area.height) }

    /// The row of a height, counted from the top.
    private static func row(at position: Double, height: Int) -> Int {
        let position = position.isNaN ? 0 : min(max(position, 0), 1)
        return height - 1 - min(Int(position * Double(height)), height - 1)
    }
}

extension ChartFrame {
    /// The notes of one row.
    package struct NoteLine: Equatable, Sendable {
        /// The row, counted from the top.
        package let row: Int
        /// What it says.
        package let text: String
        /// The notes that have room in it.
        package let notes: [ChartNote]

        var style: Style { notes.first?.style ?? .normal }
    }

    /// The columns of the sign that points at the chart, with the blanks around it.
    private static let pointerWidth = 3

    /// What stands in which row of a chart: a note beside the height of its value and nowhere else.
    ///
    /// At another height it would be read as that of another value. Several of one row stand in it together as far as
    /// there is room, the first ones first.
    package func noteLines(height: Int, scale: ChartScale) -> [NoteLine] {
        guard noteWidth > 0, height > 0 else { return [] }
        var rows: [(row: Int, notes: [ChartNote])] = []
        for note in notes {
            let row = Self.row(at: scale.fraction(of: note.value), height: height)
            if let known = rows.firstIndex(where: { $0.row == row }) {
                rows[known].notes.append(note)
            } else {
                rows.append((row, [note]))
            }
        }
        return rows.map { line(of: $0.notes, row: $0.row) }
    }

    /// As many notes as have room in a row, in as many words.
    private func line(of notes: [ChartNote], row: Int) -> NoteLine {
        for count in stride(from: notes.count, through: 1, by: -1) {
            let shown = Array(notes.prefix(count))
            let briefs = shown.map { $0.brief ?? $0.text }
            let texts = [
                shown.map(\.text).joined(separator: ", "), briefs.joined(separator: ", "),
                briefs.joined(separator: ","),
            ]
            if let text = texts.first(where: { DisplayWidth.width(of: $0) + Self.pointerWidth <= noteWidth }) {
                return NoteLine(row: row, text: text, notes: shown)
            }
        }
        return NoteLine(row: row, text: notes.first?.text ?? "", notes: Array(notes.prefix(1)))
    }
}
