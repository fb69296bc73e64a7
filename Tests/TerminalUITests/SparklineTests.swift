import TerminalUI
import Testing

@Suite("Sparkline")
struct SparklineTests {
    @Test(
        "One point a column, the newest at the right",
        arguments: [
            ("0123456789", 10, GlyphSet.block, "▁▁▂▃▄▅▆▇▇█"),
            ("0123456789", 3, .block, "▇▇█"),
            ("57", 5, .block, "   ▅▇"),
            ("..?8", 4, .block, "··╌▇"),
            ("..?8", 4, .ascii, "..-#"),
            ("", 3, .braille, "   "),
            ("0123456789", 10, .ascii, "__,:;+o##@"),
        ]
    )
    func draws(_ picture: String, _ width: Int, _ glyphs: GlyphSet, _ expected: String) {
        let line = Sparkline(points: points(picture), range: 0...8, glyphs: glyphs)
        let drawn = rows(width, 1) { line.render(into: &$0, area: $1) }
        #expect(drawn == [expected])
    }

    @Test("What is not a number is missing, and what is out of range is at its end")
    func odd() {
        let line = Sparkline(
            points: [.value(.nan), .value(.infinity), .value(-.infinity), .value(1e300), .init(nil)],
            range: 0...1,
            glyphs: .block
        )
        #expect(rows(5, 1) { line.render(into: &$0, area: $1) } == ["╌█▁█╌"])
    }

    @Test("In an empty range zero is low and more is high")
    func emptyRange() {
        let line = Sparkline(points: points("01"), range: 0...0, glyphs: .block)
        #expect(rows(2, 1) { line.render(into: &$0, area: $1) } == ["▁█"])
    }

    @Test("A full cell is for values above the range, not for the dust of arithmetic")
    func clipped() {
        let line = Sparkline(
            points: [.value(0.3), .value(0.1 + 0.2), .value(0.301), .value(0.29)],
            range: 0...0.3,
            glyphs: .block
        )
        #expect(rows(4, 1) { line.render(into: &$0, area: $1) } == ["▇▇█▇"])
    }

    @Test("Only the first row is drawn, and only in the area")
    func area() {
        let line = Sparkline(points: points("8"), range: 0...8, glyphs: .block)
        let drawn = rows(4, 3) { buffer, _ in line.render(into: &buffer, area: Rect(x: 1, y: 1, width: 2, height: 2)) }
        #expect(drawn == ["xxxx", "x ▇x", "xxxx"])
    }

    @Test("Columns beyond the limit take its style, gaps are dim")
    func styles() {
        var buffer = crossed(4, 1)
        Sparkline(points: points("19.?"), range: 0...9, threshold: Threshold(5)).render(
            into: &buffer,
            area: buffer.area
        )
        #expect((0..<4).map { buffer[$0, 0].style } == [.normal, .critical, .dim, .dim])
        Sparkline(points: points("1"), range: 0...9, threshold: Threshold(5, breachesAbove: false))
            .render(into: &buffer, area: buffer.area)
        #expect(buffer[3, 0].style == .critical)
    }
}
