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

extension String {
    /// Words with a digit in them that are longer than this are names and addresses, no numbers.
    private static let longestNumber = 20

    /// The text cut to `columns` where it is too wide, with `…` at its end, and never within a number.
    ///
    /// What is left of a number that was cut is another number: `42 of 3.00k` would become `42 of 3`. A number that is
    /// the last word left stands apart from the `…`, so that it is seen to be whole.
    package func shortened(toColumns columns: Int, ellipsis: Unicode.Scalar = "…") -> String {
        var whole = PrintableText.sanitize(self)
        if DisplayWidth.width(of: whole) > columns {
            // Blanks at the end are worth no ellipsis.
            while whole.last == " " { whole.removeLast() }
        }
        guard columns > 0, DisplayWidth.width(of: whole) > columns else {
            return whole.truncated(toColumns: columns, ellipsis: ellipsis)
        }
        var kept = Array(whole.truncated(toColumns: columns, ellipsis: ellipsis).unicodeScalars.dropLast())
        let rest = whole.unicodeScalars.dropFirst(kept.count)
        var isWordWhole = rest.first == " " || kept.last == " "
        while true {
            while kept.last == " " { kept.removeLast() }
            let start = kept.lastIndex(of: " ").map { $0 + 1 } ?? 0
            let word = kept[start...]
            let tail = isWordWhole ? [] : Array(rest.prefix { $0 != " " })
            // A sign alone is part of the number that follows it: `>15s`.
            let isSign = !word.contains { $0.properties.isAlphabetic } && tail.contains(where: Self.isDigit)
            let isNumber = isSign || word.contains(where: Self.isDigit)
            guard start > 0, word.count + tail.count <= Self.longestNumber, isNumber else { break }
            if isWordWhole, DisplayWidth.width(of: Self.text(kept)) + 2 <= columns {
                kept.append(" ")
                break
            }
            kept.removeSubrange(start...)
            isWordWhole = true
        }
        if !isWordWhole {
            while let last = kept.last, Self.isDigit(last) || last == "." || last == "," || last == ":" {
                kept.removeLast()
            }
        }
        return Self.text(kept + [ellipsis])
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func text(_ scalars: [Unicode.Scalar]) -> String {
        var view = "".unicodeScalars
        view.append(contentsOf: scalars)
        return String(view)
    }
}
