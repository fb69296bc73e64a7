extension Table {
    /// Where a column stands, counted from the left of the table.
    struct Field: Equatable {
        let column: Int
        let x: Int
        let width: Int
    }

    /// The columns that are shown in a width, from the left.
    ///
    /// A column is whole or not there, but for the most important one: that stays, as narrow as it has to be.
    func fields(columns width: Int) -> [Field] {
        var shown = Array(columns.indices)
        while shown.count > 1, leastWidth(of: shown) > width {
            // Of equally important columns the one further right goes first.
            let least = shown.indices.min { left, right in
                let (one, other) = (columns[shown[left]].priority, columns[shown[right]].priority)
                return one == other ? left > right : one < other
            }
            shown.remove(at: least ?? shown.count - 1)
        }
        let gaps = spacing * max(0, shown.count - 1)
        let widths = Rect.sizes(of: shown.map { columns[$0].width.part }, in: max(0, width - gaps))
        var x = 0
        return zip(shown, widths)
            .map { column, width in
                defer { x += width + spacing }
                return Field(column: column, x: x, width: width)
            }
    }

    private func leastWidth(of shown: [Int]) -> Int {
        shown.reduce(spacing * (shown.count - 1)) { $0 + columns[$1].width.part.bounds.lowerBound }
    }
}

extension Table {
    /// The rows that an area has room for, below the titles.
    package func visibleRows(in area: Rect) -> Int { area.width > 0 ? max(0, area.height - 1) : 0 }

    /// The row that is drawn at the top of an area: `first`, unless that would leave room at the bottom unused.
    package func firstShown(in area: Rect) -> Int {
        min(max(first, 0), max(0, rows.count - visibleRows(in: area)))
    }

    /// The row that is drawn at a height, for clicks; `nil` at the titles and below the last row.
    package func row(at y: Int, in area: Rect) -> Int? {
        guard y > area.y, y < area.endY, area.width > 0 else { return nil }
        let row = firstShown(in: area) + y - area.y - 1
        return row < rows.count ? row : nil
    }

    /// The id of the column that is drawn at a place, for clicks on its title; `nil` between columns.
    package func column(at x: Int, in area: Rect) -> String? {
        guard x >= area.x, x < area.endX else { return nil }
        return fields(columns: area.width)
            .first { $0.x <= x - area.x && x - area.x < $0.x + $0.width }
            .map { columns[$0.column].id }
    }

    /// The row to begin with so that the selected one is in sight, moving as little as possible.
    ///
    /// - Parameters:
    ///   - selected: The row to keep in sight; clamped to the rows there are.
    ///   - first: The row at the top so far.
    ///   - visible: The rows that there is room for.
    ///   - count: The rows there are.
    /// - Returns: The row at the top from now on. It leaves no room at the bottom unused.
    package static func first(keeping selected: Int, first: Int, visible: Int, count: Int) -> Int {
        guard visible > 0, count > 0 else { return 0 }
        let visible = min(visible, count)
        let selected = min(max(selected, 0), count - 1)
        let lowest = max(0, selected - visible + 1)
        return min(max(min(max(first, lowest), selected), 0), count - visible)
    }
}
