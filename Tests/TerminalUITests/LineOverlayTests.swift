import TerminalUI
import Testing

@Suite("A line over a chart")
struct LineOverlayTests {
    private static func drawn(isOverArea: Bool, level: Double) -> Buffer {
        var buffer = Buffer(size: TerminalSize(columns: 6, rows: 4))
        let points = [ChartPoint](repeating: .value(0.5), count: 6)
        AreaChart(points: points, range: 0...1, pointsPerColumn: 1).render(into: &buffer, area: buffer.area)
        LineOverlay(
            points: [ChartPoint](repeating: .value(level), count: 6),
            scale: ChartScale(0...1),
            isOverArea: isOverArea
        )
        .render(into: &buffer, area: buffer.area)
        return buffer
    }

    @Test("Above what is filled it is a line of its own; within it the other way round, and among lines not at all")
    func overArea() {
        let above = Self.drawn(isOverArea: true, level: 0.9)
        #expect((0..<6).allSatisfy { above[$0, 0].style == .accent && above[$0, 0].symbol != .space })
        let within = Self.drawn(isOverArea: true, level: 0.2)
        #expect((0..<6).allSatisfy { within[$0, 3].style == Style.accent.reversed })
        let behind = Self.drawn(isOverArea: false, level: 0.2)
        #expect((0..<6).allSatisfy { behind[$0, 3].style == .normal })
    }

    @Test("Outside of its area nothing is drawn", arguments: [(0, 0), (1, 1), (3, 9)])
    func clipped(width: Int, height: Int) {
        var buffer = Buffer(size: TerminalSize(columns: 6, rows: 4), fill: "x")
        let area = Rect(x: 4, y: 2, width: width, height: height)
        LineOverlay(points: [.value(1), .value(0)], scale: ChartScale(0...1), isOverArea: true)
            .render(into: &buffer, area: area)
        for y in 0..<4 {
            for x in 0..<6 where x < 4 || y < 2 || x >= 4 + width { #expect(buffer[x, y].symbol == Symbol("x")) }
        }
    }
}
