/// A screen as a value: a grid of cells that views draw into and tests read.
///
/// Every way in is clipped, and text is made printable on the way, so that whatever a label or an error message
/// contains, nothing but plain symbols can reach a terminal. A wide symbol is always whole: overwriting one half
/// blanks the other.
package struct Buffer: Equatable, Sendable {
    package let size: TerminalSize
    /// The cells, row after row.
    package private(set) var cells: [Cell]

    /// A buffer filled with one symbol; tests fill it with `x` so that forgotten cells show.
    package init(size: TerminalSize, fill: Character = " ") {
        self.size = size
        let symbol = Symbol(fill)
        let filler = symbol.width == 1 ? symbol : .space
        cells = Array(repeating: Cell(symbol: filler), count: size.columns * size.rows)
    }

    /// The whole buffer as an area.
    package var area: Rect { Rect(size) }

    /// The cell at a place; outside, reading gives a blank and writing does nothing.
    package subscript(_ x: Int, _ y: Int) -> Cell {
        get { contains(x, y) ? cells[y * size.columns + x] : .blank }
        set {
            guard contains(x, y) else { return }
            place(newValue.isContinuation ? Cell(style: newValue.style) : newValue, x, y)
        }
    }

    private func contains(_ x: Int, _ y: Int) -> Bool {
        x >= 0 && y >= 0 && x < size.columns && y < size.rows
    }

    /// Writes one symbol inside the buffer and keeps wide neighbours whole.
    private mutating func place(_ cell: Cell, _ x: Int, _ y: Int) {
        let index = y * size.columns + x
        let width = cell.symbol.width
        guard width == 1 || x + 1 < size.columns else {
            place(Cell(style: cell.style), x, y)
            return
        }
        if cells[index].isContinuation {
            cells[index - 1].symbol = .space
        }
        let end = x + width
        if end < size.columns, cells[index + width].isContinuation {
            cells[index + width].symbol = .space
            cells[index + width].isContinuation = false
        }
        cells[index] = cell
        cells[index].isContinuation = false
        if width == 2 {
            cells[index + 1] = Cell(style: cell.style, isContinuation: true)
        }
    }

    /// Adds a combining mark to the symbol that was put last.
    private mutating func add(mark: Unicode.Scalar, _ x: Int, _ y: Int) {
        guard contains(x, y) else { return }
        cells[y * size.columns + x].symbol.add(mark: mark)
    }
}

extension Buffer {
    /// Writes text and returns the columns it used, counted from `x`.
    ///
    /// The text is made printable, cut at `width` columns and clipped to the buffer, at the left too. A wide symbol
    /// of which only half fits becomes a blank. Work is bounded whatever the length of the text.
    @discardableResult
    package mutating func put(
        _ text: String,
        x: Int,
        y: Int,
        style: Style = .normal,
        width: Int? = nil
    ) -> Int {
        let start = min(max(x, -TerminalSize.maximum), size.columns)
        guard y >= 0, y < size.rows, start < size.columns else { return 0 }
        let end = min(start + min(max(width ?? TerminalSize.maximum * 2, 0), TerminalSize.maximum * 2), size.columns)
        var column = start
        var last: Int?
        var left = PrintableText.limit
        for scalar in text.unicodeScalars {
            guard left > 0 else { break }
            left -= 1
            guard let printable = PrintableText.printable(scalar) else { continue }
            let columns = DisplayWidth.width(of: printable)
            if columns == 0 {
                if let last { add(mark: printable, last, y) }
                continue
            }
            guard column < end else { break }
            let whole = column >= 0 && column + columns <= end
            if whole {
                place(Cell(symbol: Symbol(printable), style: style), column, y)
            } else {
                for half in max(column, 0)..<max(min(column + columns, end), max(column, 0)) {
                    place(Cell(style: style), half, y)
                }
            }
            last = whole ? column : nil
            column = min(column + columns, end)
        }
        return column - start
    }

    /// Fills an area with one symbol; a wide symbol, which may not fit, becomes a blank.
    package mutating func fill(_ area: Rect, _ character: Character = " ", _ style: Style = .normal) {
        let symbol = Symbol(character)
        let cell = Cell(symbol: symbol.width == 1 ? symbol : .space, style: style)
        let part = area.intersection(self.area)
        guard part.width > 0 else { return }
        for y in part.y..<part.endY {
            let row = y * size.columns
            // Only at its ends is there half of a wide symbol that stays.
            if cells[row + part.x].isContinuation { cells[row + part.x - 1].symbol = .space }
            if part.endX < size.columns, cells[row + part.endX].isContinuation {
                cells[row + part.endX].symbol = .space
                cells[row + part.endX].isContinuation = false
            }
            for index in (row + part.x)..<(row + part.endX) { cells[index] = cell }
        }
    }

    /// Changes the style of an area and leaves its symbols.
    package mutating func restyle(_ area: Rect, _ style: Style) {
        let part = area.intersection(self.area)
        for y in part.y..<part.endY {
            for index in (y * size.columns + part.x)..<(y * size.columns + part.endX) { cells[index].style = style }
        }
    }

    /// One row as text, wide symbols once.
    package func row(_ y: Int) -> String {
        guard y >= 0, y < size.rows else { return "" }
        var text = "".unicodeScalars
        for cell in cells[(y * size.columns)..<((y + 1) * size.columns)] where !cell.isContinuation {
            cell.symbol.write(to: &text)
        }
        return String(text)
    }

    /// The screen as text: rows without trailing spaces, separated by newlines.
    package var text: String {
        (0..<size.rows)
            .map { y in
                let row = row(y)
                guard let end = row.lastIndex(where: { $0 != " " }) else { return "" }
                return String(row[...end])
            }
            .joined(separator: "\n")
    }
}
