import TerminalUI
import Testing

@Suite("Charts")
struct ChartTests {
    @Test("An area has two points a column in braille")
    func braille() {
        let chart = AreaChart(points: points("0248....??.?8?"), range: 0...8)
        #expect(rows(7, 2) { chart.render(into: &$0, area: $1) } == [" ⢸    ⡇", "⣠⣿··╌╌⡇"])
    }

    @Test("An area in eighths and in ASCII has one")
    func coarse() {
        let block = AreaChart(points: points("048.?"), range: 0...8, glyphs: .block)
        #expect(rows(6, 2) { block.render(into: &$0, area: $1) } == ["   █  ", " ▁██·╌"])
        let ascii = AreaChart(points: points("0258.?"), range: 0...8, glyphs: .ascii)
        #expect(rows(6, 2) { ascii.render(into: &$0, area: $1) } == ["  _#  ", "_=##.-"])
    }

    @Test("Without half columns the larger of two points shows")
    func pairs() {
        let chart = AreaChart(points: points("0840"), range: 0...8, glyphs: .block, pointsPerColumn: 2)
        #expect(rows(2, 1) { chart.render(into: &$0, area: $1) } == ["█▄"])
    }

    @Test("Pairs stay together when a point is added")
    func stable() {
        let picture = "1425364758"
        for count in 1...9 {
            let chart = AreaChart(points: points(String(picture.prefix(count))), range: 0...8)
            let more = AreaChart(points: points(String(picture.prefix(count + 1))), range: 0...8)
            let shown = rows(6, 1) { chart.render(into: &$0, area: $1) }[0].trimmed
            let next = rows(6, 1) { more.render(into: &$0, area: $1) }[0].trimmed
            #expect(next.hasPrefix(shown.dropLast(count % 2 == 0 ? 0 : 1)))
        }
    }

    @Test("Labels, axis and notes stand around the curve")
    func surroundings() {
        let frame = ChartFrame(
            labels: [AxisLabel("25%", at: 1), AxisLabel("0", at: 0)],
            labelWidth: 4,
            notes: [ChartNote("20.1% now", at: 20.1, style: .critical), ChartNote("limit 1%", at: 1)],
            noteWidth: 12
        )
        let chart = AreaChart(
            points: points("....") + [.value(20.1), .value(20.1)],
            range: 0...25,
            limit: Threshold(1),
            frame: frame
        )
        var buffer = crossed(24, 3)
        chart.render(into: &buffer, area: buffer.area)
        #expect(
            buffer.text == """
                 25% ┤     ⣤ ◂ 20.1% now
                     ┤     ⣿
                   0 ┤┄┄┄··⣿ ◂ limit 1%
                """
        )
        #expect(buffer[11, 0].style == .critical)
        #expect(buffer[14, 0].style == .critical)
    }

    @Test("Notes stand at the heights of their values alone: those of one row in it together, as far as there is room")
    func notes() {
        func drawn(_ notes: [ChartNote], width: Int, height: Int = 3) -> [String] {
            let frame = ChartFrame(notes: notes, noteWidth: width)
            let chart = LineChart(series: [], scale: ChartScale(0...1), frame: frame)
            return rows(width + 1, height) { chart.render(into: &$0, area: $1) }
        }
        let three = [ChartNote("a", at: 1), ChartNote("b", at: 1), ChartNote("c", at: 0)]
        #expect(drawn(three, width: 7) == ["  ◂ a, b", "        ", "  ◂ c   "])
        #expect(drawn(three, width: 6) == ["  ◂ a,b", "       ", "  ◂ c  "])
        #expect(drawn(three, width: 5) == ["  ◂ a ", "      ", "  ◂ c "])
        #expect(drawn(three, width: 9, height: 1) == ["  ◂ a,b,c "])
        let pair = [ChartNote("131ms now", at: 0.9, brief: "131ms"), ChartNote("limit 1s", at: 1, brief: "≤1s")]
        #expect(drawn(pair, width: 23, height: 2)[0].hasSuffix("◂ 131ms now, limit 1s "))
        #expect(drawn(pair, width: 14, height: 2)[0].hasSuffix("◂ 131ms, ≤1s "))
        #expect(drawn(pair, width: 12, height: 2)[0] == "  ◂ 131ms,≤1s")
        #expect(drawn(pair, width: 11, height: 2) == ["  ◂ 131ms   ", "            "])
    }

    @Test("A line joins its points and ends at a gap")
    func line() {
        let chart = LineChart(series: [ChartSeries(points: points("0077..??4"))], scale: ChartScale(0...8))
        #expect(rows(5, 2) { chart.render(into: &$0, area: $1) } == [" ⡏  ⡀", "⣀⠇·╌ "])
    }

    @Test(
        "A line without braille",
        arguments: [
            (GlyphSet.block, [" █▀  ", "▄▀ ·╌"]), (.ascii, [" **  ", "*  .-"]),
        ]
    )
    func coarseLine(_ glyphs: GlyphSet, _ expected: [String]) {
        let chart = LineChart(series: [ChartSeries(points: points("077.?"))], scale: ChartScale(0...8), glyphs: glyphs)
        #expect(rows(5, 2) { chart.render(into: &$0, area: $1) } == expected)
    }

    @Test("Where lines meet, the first one's style wins")
    func twoLines() {
        var buffer = crossed(2, 1)
        let chart = LineChart(
            series: [
                ChartSeries(points: points("??00"), style: .accent),
                ChartSeries(points: points("0000"), style: .warning),
            ],
            scale: ChartScale(0...8)
        )
        chart.render(into: &buffer, area: buffer.area)
        #expect([buffer[0, 0].style, buffer[1, 0].style] == [.warning, .accent])
    }

    @Test(
        "Heights on a logarithmic scale grow with ratios",
        arguments: [
            (10.0, 0.0), (100, 0.5), (1000, 1), (1, 0), (1e9, 1), (.infinity, 1), (-.infinity, 0),
        ]
    )
    func logarithmic(_ value: Double, _ expected: Double) {
        let scale = ChartScale(10...1000, .logarithmic)
        #expect(abs(scale.fraction(of: value) - expected) < 1e-9)
        #expect(ChartScale(0...10, .logarithmic).fraction(of: 5) == 0.5)
        let huge = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
        #expect(ChartScale(huge).fraction(of: 0) == 0.5)
    }
}

extension String {
    fileprivate var trimmed: String {
        let start = firstIndex { $0 != " " } ?? endIndex
        return String(self[start...])
    }
}
