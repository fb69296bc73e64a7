/// Puts panels one beside the other, as Grafana does: 24 columns, a new row where one is full.
struct PanelGrid {
    /// Where a panel's upper left corner is.
    struct Place: Equatable {
        let row: Int
        let column: Int
    }

    static let columns = 24
    private(set) var panels: [JSONValue] = []
    private var row = 0
    private var column = 0
    private var tallest = 0

    /// Begins a section: everything after it stands below its title.
    mutating func section(_ title: String) {
        endRow()
        panels.append([
            "collapsed": false,
            "gridPos": ["h": 1, "w": .number(Double(Self.columns)), "x": 0, "y": .number(Double(row))],
            "id": .number(Double(panels.count + 1)),
            "panels": [],
            "title": .string(title),
            "type": "row",
        ])
        row += 1
    }

    /// Puts panels after those that are there.
    mutating func add(_ panels: [Panel]) {
        for panel in panels {
            if column + panel.width > Self.columns { endRow() }
            self.panels.append(panel.json(id: self.panels.count + 1, at: Place(row: row, column: column)))
            column += panel.width
            tallest = max(tallest, panel.height)
        }
    }

    private mutating func endRow() {
        row += tallest
        column = 0
        tallest = 0
    }
}
