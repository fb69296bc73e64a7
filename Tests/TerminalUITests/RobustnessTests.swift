import Randomness
import TerminalUI
import Testing

@Suite("Widgets at any size")
struct RobustnessTests {
    private static let values: [ChartPoint] = [
        .idle, .missing, .value(0), .value(1), .value(-1), .value(.nan), .value(.infinity), .value(-.infinity),
        .value(.greatestFiniteMagnitude), .value(.leastNonzeroMagnitude), .value(0.5),
    ]
    private static let ranges: [ClosedRange<Double>] = [
        0...1, 0...0, -1...1, 1e-300...1e300, -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude,
        0...Double.infinity, 5...5,
    ]

    @Test("No size, place or value traps, and nothing outside the area is touched", arguments: [UInt64(1), 2, 3, 4])
    func random(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<1500 {
            let points = (0..<Int.random(in: 0...40, using: &random))
                .compactMap { _ in Self.values.randomElement(using: &random) }
            var buffer = crossed(Int.random(in: 0...30, using: &random), Int.random(in: 0...8, using: &random))
            let area = Rect(
                x: Int.random(in: -3...31, using: &random),
                y: Int.random(in: -3...9, using: &random),
                width: Int.random(in: 0...32, using: &random),
                height: Int.random(in: 0...9, using: &random)
            )
            let size = buffer.size
            draw(points, into: &buffer, area, &random)
            for y in 0..<size.rows {
                for x in 0..<size.columns {
                    let inside = x >= area.x && x < area.endX && y >= area.y && y < area.endY
                    if !inside { #expect(buffer[x, y].symbol == "x") }
                }
            }
        }
    }

    private func draw(
        _ points: [ChartPoint],
        into buffer: inout Buffer,
        _ area: Rect,
        _ random: inout SeededRandom
    ) {
        let glyphs = GlyphSet.allCases.randomElement(using: &random) ?? .ascii
        let range = Self.ranges.randomElement(using: &random) ?? 0...1
        let scale = ChartScale(range, Bool.random(using: &random) ? .linear : .logarithmic)
        let limit = Bool.random(using: &random) ? Threshold(0.5) : nil
        let frame = ChartFrame(
            labels: [AxisLabel("日本語", at: .nan), AxisLabel("top", at: 1), AxisLabel("low", at: -.infinity)],
            labelWidth: Int.random(in: 0...6, using: &random),
            notes: [ChartNote("now 日本", at: 0.2), ChartNote("nan", at: .nan), ChartNote("", at: .infinity)],
            noteWidth: Int.random(in: 0...8, using: &random)
        )
        let perColumn = Int.random(in: 0...3, using: &random)
        switch Int.random(in: 0...4, using: &random) {
        case 0:
            Sparkline(points: points, scale: scale, glyphs: glyphs, threshold: limit)
                .render(into: &buffer, area: area)
        case 1:
            AreaChart(
                points: points,
                scale: scale,
                limit: limit,
                frame: frame,
                glyphs: glyphs,
                pointsPerColumn: perColumn
            ).render(into: &buffer, area: area)
        case 2:
            let series = [ChartSeries(points: points), ChartSeries(points: Array(points.dropFirst(3)))]
            LineChart(
                series: series,
                scale: scale,
                limit: limit,
                frame: frame,
                glyphs: glyphs,
                pointsPerColumn: perColumn
            ).render(into: &buffer, area: area)
        case 3: Rule(title: "日本 title", note: "note", glyphs: glyphs).render(into: &buffer, area: area)
        default: KeyHints([.init("?", "help"), .init("日", "本")], alignment: .center).render(into: &buffer, area: area)
        }
    }

    @Test("Every cell of an area is drawn", arguments: [(1, 1), (2, 1), (1, 3), (7, 2), (40, 12)])
    func complete(_ columns: Int, _ height: Int) {
        let scale = ChartScale(0...8)
        let drawn = [
            rows(columns, height) {
                AreaChart(points: points("18.?"), scale: scale, limit: Threshold(4)).render(into: &$0, area: $1)
            },
            rows(columns, height) {
                LineChart(series: [ChartSeries(points: points("18.?"))], scale: scale).render(into: &$0, area: $1)
            },
            rows(columns, 1) { Sparkline(points: points("18.?"), scale: scale).render(into: &$0, area: $1) },
            rows(columns, 1) { Rule(title: "t").render(into: &$0, area: $1) },
            rows(columns, 1) { KeyHints([.init("?", "help")]).render(into: &$0, area: $1) },
        ]
        #expect(!drawn.joined().joined().contains("x"))
    }
}
