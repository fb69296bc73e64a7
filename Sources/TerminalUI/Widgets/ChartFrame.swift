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

    package init(_ text: String, at value: Double, style: Style = .normal) {
        self.text = text
        self.value = value
        self.style = style
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
        var taken: Set<Int> = []
        for note in notes where noteWidth > 0 {
            let wanted = row(at: scale.fraction(of: note.value), in: area)
            guard let y = freeRow(near: wanted, in: area, taken) else { break }
            taken.insert(y)
            let x = max(plot.endX, area.x)
            let width = min(noteWidth, area.endX - x)
            let text = " \(glyphs.pointer) \(note.text)".truncated(toColumns: width, ellipsis: glyphs.ellipsis)
            buffer.put(text, x: x, y: y, style: note.style, width: width)
        }
        return plot
    }

    private func row(at position: Double, in area: Rect) -> Int {
        let position = position.isNaN ? 0 : min(max(position, 0), 1)
        return area.endY - 1 - min(Int(position * Double(area.height)), area.height - 1)
    }

    /// The row itself or the nearest that no note has, lower ones first; two notes are never written over each other.
    private func freeRow(near row: Int, in area: Rect, _ taken: Set<Int>) -> Int? {
        (0..<area.height).lazy
            .flatMap { [row + $0, row - $0] }
            .first { $0 >= area.y && $0 < area.endY && !taken.contains($0) }
    }
}
