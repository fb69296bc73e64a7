/// A row of text in which each part has its own style.
///
/// Parts of one style that meet are joined and empty ones left out, so that texts which look the same are equal.
package struct StyledText: Hashable, Sendable {
    /// Text in one style.
    package struct Span: Hashable, Sendable {
        package let text: String
        package let style: Style
    }

    package private(set) var spans: [Span] = []

    package init(_ text: String = "", _ style: Style = .normal) {
        append(text, style)
    }

    /// The text without its styles.
    package var text: String { spans.map(\.text).joined() }

    package var isEmpty: Bool { spans.isEmpty }

    /// The columns of the text as it is shown.
    package var width: Int { spans.reduce(0) { $0 + DisplayWidth.width(of: $1.text) } }

    /// Adds text at the end.
    package mutating func append(_ text: String, _ style: Style = .normal) {
        guard !text.isEmpty else { return }
        if let last = spans.last, last.style == style {
            spans[spans.count - 1] = Span(text: last.text + text, style: style)
        } else {
            spans.append(Span(text: text, style: style))
        }
    }

    /// Adds another text with its styles.
    package mutating func append(_ other: StyledText) {
        for span in other.spans { append(span.text, span.style) }
    }

    package static func + (left: StyledText, right: StyledText) -> StyledText {
        var sum = left
        sum.append(right)
        return sum
    }

    package static func += (left: inout StyledText, right: StyledText) {
        left.append(right)
    }
}

extension StyledText: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        self.init(value)
    }
}

extension StyledText {
    /// The same text in one style.
    package func restyled(_ style: Style) -> StyledText { StyledText(text, style) }

    /// The text made printable and, where it is too wide, cut to `columns` with `…` as its last column.
    ///
    /// The ellipsis takes the style of the part that was cut.
    package func truncated(toColumns columns: Int, ellipsis: Unicode.Scalar = "…") -> StyledText {
        guard columns > 0 else { return StyledText() }
        guard width > columns else { return prefix(columns: columns).text }
        var (result, style) = prefix(columns: columns - 1)
        result.append(String(Character(ellipsis)), style)
        return result
    }

    /// The same, never cut within a number; a text of several styles is cut anywhere.
    package func shortened(toColumns columns: Int, ellipsis: Unicode.Scalar = "…") -> StyledText {
        guard let only = spans.first, spans.count == 1, width > columns else {
            return truncated(toColumns: columns, ellipsis: ellipsis)
        }
        return StyledText(only.text.shortened(toColumns: columns, ellipsis: ellipsis), only.style)
    }

    /// The text in exactly `columns` columns: truncated, or filled with spaces of no style.
    package func padded(
        toColumns columns: Int,
        alignment: Alignment = .leading,
        ellipsis: Unicode.Scalar = "…"
    ) -> StyledText {
        let columns = min(max(columns, 0), TerminalSize.maximum)
        let text = truncated(toColumns: columns, ellipsis: ellipsis)
        let missing = columns - text.width
        let left =
            switch alignment {
            case .leading: 0
            case .trailing: missing
            case .center: missing / 2
            }
        let (before, after) = (String(repeating: " ", count: left), String(repeating: " ", count: missing - left))
        return StyledText(before) + text + StyledText(after)
    }

    /// What fits whole into `columns`, made printable, and the style of what follows.
    private func prefix(columns: Int) -> (text: StyledText, next: Style) {
        var result = StyledText()
        var used = 0
        for span in spans {
            var part = "".unicodeScalars
            for scalar in span.text.unicodeScalars.prefix(PrintableText.limit) {
                guard let printable = PrintableText.printable(scalar) else { continue }
                let width = DisplayWidth.width(of: printable)
                guard used + width <= columns else {
                    result.append(String(part), span.style)
                    return (result, span.style)
                }
                part.append(printable)
                used += width
            }
            result.append(String(part), span.style)
        }
        return (result, spans.last?.style ?? .normal)
    }
}

extension Buffer {
    /// Writes styled text as `put(_:x:y:style:width:)` writes plain text; returns the columns it used.
    @discardableResult
    package mutating func put(_ text: StyledText, x: Int, y: Int, width: Int? = nil) -> Int {
        let start = min(max(x, -TerminalSize.maximum), size.columns)
        let room = min(max(width ?? TerminalSize.maximum * 2, 0), TerminalSize.maximum * 2)
        var used = 0
        for span in text.spans where used < room {
            used += put(span.text, x: start + used, y: y, style: span.style, width: room - used)
        }
        return used
    }
}
