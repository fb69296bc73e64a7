extension Table {
    /// How wide a column is.
    package enum Width: Hashable, Sendable {
        case fixed(Int)
        /// Shares with others what the fixed columns leave.
        case flexible(min: Int, max: Int)

        var part: Rect.Part {
            switch self {
            case .fixed(let width): .fixed(min(width, TerminalSize.maximum))
            case .flexible(let least, let most):
                .share(min: min(least, TerminalSize.maximum), max: min(most, TerminalSize.maximum))
            }
        }
    }

    /// A column: what it is called and how it takes its place.
    package struct Column: Hashable, Sendable {
        package var id: String
        package var title: String
        package var width: Width
        package var alignment: Alignment
        /// Where the table is too narrow, columns of the lowest priority are left out first.
        package var priority: Int

        package init(
            id: String,
            title: String,
            width: Width,
            alignment: Alignment = .leading,
            priority: Int = 0
        ) {
            self.id = id
            self.title = title
            self.width = width
            self.alignment = alignment
            self.priority = priority
        }
    }

    /// A row: a text for each column, in their order; columns beyond them stay blank.
    package struct Row: Hashable, Sendable {
        package var cells: [StyledText]
        /// A style for the whole row instead of those of its cells.
        package var style: Style?

        package init(_ cells: [StyledText], style: Style? = nil) {
            self.cells = cells
            self.style = style
        }
    }
}
