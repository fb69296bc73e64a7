/// Puts panels one beside the other, as Grafana does: 24 columns, a new row where one is full.
struct PanelGrid {
    static let columns = 24
    private(set) var panels: [JSONValue] = []
    private var row = 0
    private var column = 0
    private var tallest = 0

    /// Puts a section after those that are there: a title, and its panels below it.
    mutating func add(_ title: String, _ section: [Panel]) {
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
        for panel in section {
            if column + panel.width > Self.columns { endRow() }
            panels.append(panel.json(id: panels.count + 1, row: row, column: column))
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
