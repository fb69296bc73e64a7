import Dashboard
import GoldenSignals
import TerminalUI
import Testing

/// What points at a chart stands at its value's height.
@Suite("Dashboard view: labels beside the charts")
struct ChartNoteTests {
    @Test("Where value and limit want one row, the limit stands at no other", arguments: [0, 0.001, 0.02, 0.2, 0.9])
    func limit(errors: Double) throws {
        var scene = Scene.healthy()
        for second in 121...150 { scene.poll(Scene.snapshot(second, errors: errors)) }
        let buffer = DashboardView.frame(scene.state, size: .standard).buffer
        let rows = (0..<buffer.size.rows).map(buffer.row)
        let top = try #require(rows.firstIndex { $0.contains("─ 5xx %") })
        let next = try #require(rows[(top + 1)...].firstIndex { $0.contains("─ p99") })
        let chart = rows[(top + 1)..<next]
        // A limit of 1 % lies in the lowest row of every scale that these make but the smallest.
        let isSaid = rows[top].contains("limit 1%")
        for (index, row) in chart.enumerated() where row.contains("limit 1%") || row.contains("≤1%") {
            #expect(index >= chart.count / 2, "\(chart)")
        }
        #expect(isSaid || chart.contains { $0.contains("limit 1%") || $0.contains("≤1%") }, "\(rows)")
    }
}
