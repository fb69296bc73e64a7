import TerminalUI
import TerminalUITestKit
import Testing

@Suite("Marks in charts")
struct ChartMarksTests {
    @Test("Events stand behind the curve, at the whole height")
    func events() {
        let chart = AreaChart(points: points("48?."), range: 0...8, glyphs: .block, events: [0, 1, 3, 5])
        #expect(rows(6, 2) { chart.render(into: &$0, area: $1) } == ["┊┊ █ ┊", "┊┊██╌·"])
        let line = LineChart(
            series: [ChartSeries(points: points("0077"))],
            scale: ChartScale(0...8),
            glyphs: .ascii,
            pointsPerColumn: 1,
            events: [1, 2, 4]
        )
        #expect(rows(6, 2) { line.render(into: &$0, area: $1) } == [" || **", " |**| "])
    }

    @Test("The limit crosses events, and events outside the curve's area are not drawn")
    func eventsAndLimit() {
        let frame = ChartFrame(labels: [AxisLabel("8", at: 1)], labelWidth: 1)
        let chart = AreaChart(
            points: [],
            range: 0...8,
            limit: Threshold(8),
            frame: frame,
            events: [Int.min, -1, 0, 2, 3, Int.max]
        )
        #expect(rows(6, 2) { chart.render(into: &$0, area: $1) } == ["8 ┤┄┄┄", "  ┤┊ ┊"])
    }

    @Test("A limit outside the scale is not drawn at its edge", arguments: [8.1, 100, -1, .infinity])
    func limitOutside(_ limit: Double) {
        let chart = AreaChart(points: [], range: 0...8, limit: Threshold(limit))
        #expect(rows(3, 2) { chart.render(into: &$0, area: $1) } == ["   ", "   "])
    }

    @Test("Events keep their column where the buffer cuts the chart")
    func cutEvents() {
        let chart = AreaChart(points: [], range: 0...8, events: [0, 3])
        let drawn = rows(4, 1) { buffer, _ in
            chart.render(into: &buffer, area: Rect(x: -2, y: 0, width: 9, height: 1))
        }
        #expect(drawn == [" ┊  "])
    }

    @Test(
        "What is above the range ends in a mark at the top",
        arguments: [
            (GlyphSet.braille, ["⢸ ▲ ", "⣸⣇⣿⣀"]), (.block, ["█ ▲ ", "███▁"]), (.ascii, ["# ^ ", "###_"]),
        ]
    )
    func clipped(_ glyphs: GlyphSet, _ expected: [String]) {
        let chart = AreaChart(points: points("08409800"), range: 0...8, glyphs: glyphs, pointsPerColumn: 2)
        #expect(rows(4, 2) { chart.render(into: &$0, area: $1) } == expected)
    }

    @Test("The mark has the style of its column")
    func clippedStyle() {
        var buffer = crossed(3, 2)
        AreaChart(points: points("982"), range: 0...4, limit: Threshold(8), glyphs: .block, style: .ok)
            .render(into: &buffer, area: buffer.area)
        #expect((0..<2).map { buffer.row($0) } == ["▲▲ ", "███"])
        #expect((0..<3).map { buffer[$0, 0].style } == [.critical, .ok, .normal])
    }

    @Test("A line above the range is marked, the first line's style wins")
    func clippedLine() {
        var buffer = crossed(4, 2)
        LineChart(
            series: [
                ChartSeries(points: points("2229"), style: .accent), ChartSeries(points: points("0955"), style: .ok),
            ],
            scale: ChartScale(0...4),
            limit: Threshold(6),
            glyphs: .block,
            pointsPerColumn: 1
        )
        .render(into: &buffer, area: buffer.area)
        #expect((0..<2).map { buffer.row($0) } == ["▄▲▲▲", "▄▀  "])
        #expect((1..<4).map { buffer[$0, 0].style } == [.critical, .ok, .critical])
    }

    @Test(
        "Clipped is what is above the range, but for the dust of arithmetic",
        arguments: [
            (0.3, 0...0.3, false), (0.1 + 0.2, 0...0.3, false), (0.31, 0...0.3, true), (.infinity, 0...0.3, true),
            (.nan, 0...0.3, false), (-9, 0...0.3, false), (0, 0...0, false), (1e-9, 0...0, true),
            (.infinity, 0...Double.infinity, false), (2.5, 0.1...2.5, false), (2.6, 0.1...2.5, true),
            (.infinity, -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude, true),
        ]
    )
    func isClipped(_ value: Double, _ range: ClosedRange<Double>, _ expected: Bool) {
        #expect(ChartScale(range).isClipped(value) == expected)
        #expect(ChartScale(range, .logarithmic).isClipped(value) == expected)
    }

    private func frame(_ top: String, _ bottom: String, limit: Double) -> ChartFrame {
        ChartFrame(
            labels: [AxisLabel(top, at: 1), AxisLabel(bottom, at: 0)],
            labelWidth: 5,
            notes: [ChartNote("limit", at: limit, style: .dim), ChartNote("now", at: 3)],
            noteWidth: 8
        )
    }

    @Test("An area with gaps, a limit, events and clipping equals its picture", arguments: GlyphSet.allCases)
    func areaPicture(_ glyphs: GlyphSet) {
        let picture = points("....????00001122334455667788990998877665544332211001234??..55443")
        let chart = AreaChart(
            points: picture,
            range: 0...8,
            limit: Threshold(5),
            frame: frame("8", "0", limit: 5),
            glyphs: glyphs,
            pointsPerColumn: 2,
            events: [2, 12, 26]
        )
        var buffer = crossed(50, 7)
        chart.render(into: &buffer, area: buffer.area.inset(columns: 1, rows: 1))
        #expect(snapshotFailure(of: buffer, named: "area-\(glyphs.rawValue)-50x7") == nil)
    }

    @Test("Lines on a logarithmic scale equal their picture", arguments: GlyphSet.allCases)
    func linePicture(_ glyphs: GlyphSet) {
        // From 1 to 512 in powers of two, beyond the top at 100 and down again.
        let high = points("..??0001234567899887766554433??2211.0.0").map { point in
            point.drawable.map { .value(Double(1 << Int($0))) } ?? point
        }
        let low = points("??0000111122223333222211110000111122223").map { point in
            point.drawable.map { .value(Double(1 << Int($0))) } ?? point
        }
        let chart = LineChart(
            series: [ChartSeries(points: high), ChartSeries(points: low, style: .accent)],
            scale: ChartScale(1...100, .logarithmic),
            limit: Threshold(50),
            frame: frame("100ms", "1ms", limit: 50),
            glyphs: glyphs,
            pointsPerColumn: 1,
            events: [4, 20, 33]
        )
        var buffer = crossed(57, 8)
        chart.render(into: &buffer, area: buffer.area.inset(columns: 1, rows: 1))
        #expect(snapshotFailure(of: buffer, named: "line-log-\(glyphs.rawValue)-57x8") == nil)
    }
}
