/// Where text stands in a field that is wider.
package enum Alignment: Hashable, Sendable {
    case leading
    case trailing
    case center
}

extension String {
    /// The text made printable and, where it is too wide, cut to `columns` with `…` as its last column.
    package func truncated(toColumns columns: Int, ellipsis: Unicode.Scalar = "…") -> String {
        guard columns > 0 else { return "" }
        var result = "".unicodeScalars
        var used = 0
        // Where to cut if the text turns out not to fit: the last place that leaves a column for the ellipsis.
        var cut = result.endIndex
        for scalar in unicodeScalars.prefix(PrintableText.limit) {
            guard let printable = PrintableText.printable(scalar) else { continue }
            let width = DisplayWidth.width(of: printable)
            if used + width > columns {
                result.removeSubrange(cut...)
                result.append(ellipsis)
                return String(result)
            }
            result.append(printable)
            used += width
            if used < columns { cut = result.endIndex }
        }
        return String(result)
    }

    /// The text in exactly `columns` columns: truncated, or filled with spaces.
    package func padded(
        toColumns columns: Int,
        alignment: Alignment = .leading,
        ellipsis: Unicode.Scalar = "…"
    ) -> String {
        let columns = min(max(columns, 0), TerminalSize.maximum)
        let text = truncated(toColumns: columns, ellipsis: ellipsis)
        let missing = columns - DisplayWidth.width(of: text)
        let left =
            switch alignment {
            case .leading: 0
            case .trailing: missing
            case .center: missing / 2
            }
        return String(repeating: " ", count: left) + text + String(repeating: " ", count: missing - left)
    }
}
