/// Keys and what they do, in one row: `? help  p pause  q quit`.
///
/// Hints stand in order of importance; the first that does not fit whole ends the row.
package struct KeyHints: Equatable, Sendable {
    package struct Hint: Equatable, Sendable {
        package let key: String
        package let action: String

        package init(_ key: String, _ action: String) {
            self.key = key
            self.action = action
        }

        package init(_ key: Key, _ action: String) {
            self.init(key.label, action)
        }

        package var width: Int { DisplayWidth.width(of: key) + 1 + DisplayWidth.width(of: action) }
    }

    package var hints: [Hint]
    package var alignment: Alignment
    package var keyStyle: Style
    package var style: Style
    /// The spaces between two hints.
    package var spacing: Int

    package init(
        _ hints: [Hint],
        alignment: Alignment = .leading,
        keyStyle: Style = .bold,
        style: Style = .normal,
        spacing: Int = 2
    ) {
        self.hints = hints
        self.alignment = alignment
        self.keyStyle = keyStyle
        self.style = style
        self.spacing = min(max(spacing, 0), 16)
    }

    /// The hints that fit whole into a number of columns, and the columns they take.
    package func fitting(columns: Int) -> (hints: ArraySlice<Hint>, width: Int) {
        var width = 0
        for (index, hint) in hints.enumerated() {
            let next = width + (index == 0 ? 0 : spacing) + hint.width
            if next > columns { return (hints.prefix(index), width) }
            width = next
        }
        return (hints[...], width)
    }

    package func render(into buffer: inout Buffer, area: Rect) {
        let row = area.splitTop(1).top
        guard !row.isEmpty else { return }
        buffer.fill(row)
        let (shown, width) = fitting(columns: row.width)
        var x =
            switch alignment {
            case .leading: row.x
            case .trailing: row.endX - width
            case .center: row.x + (row.width - width) / 2
            }
        for hint in shown {
            x += buffer.put(hint.key, x: x, y: row.y, style: keyStyle) + 1
            x += buffer.put(hint.action, x: x, y: row.y, style: style) + spacing
        }
    }
}
