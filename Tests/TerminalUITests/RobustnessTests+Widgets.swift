import Randomness
import TerminalUI
import Testing

extension RobustnessTests {
    private static let hostile = [
        "", "a", "日本語", "e\u{301}\u{302}\u{303}", "\u{301}", "\u{1B}[2J\u{7}", "👩\u{200D}💻🇩🇪", "\u{202E}abc", "a\nb\tc",
        "\u{FE0F}", String(repeating: "日", count: 300), String(repeating: "\u{301}", count: 9000),
        String(repeating: "long ", count: 4000),
    ]
    private static let numbers = [Int.min, -1, 0, 1, 2, 5, 9, 30, 299, 5000, Int.max]
    private static let shares: [Double?] = [nil, .nan, .infinity, -.infinity, -1, 0, 1e-300, 0.5, 0.999, 1, 2]
    private static let sizes = [
        (0, 0), (1, 0), (0, 1), (1, 1), (2, 1), (3, 2), (7, 3), (20, 5), (80, 24), (300, 100), (300, 1), (1, 100),
    ]

    private typealias Draw = (inout Buffer, Rect) -> Void

    private static func text(_ random: inout SeededRandom) -> String { hostile.randomElement(using: &random) ?? "" }

    private static func number(_ random: inout SeededRandom) -> Int { numbers.randomElement(using: &random) ?? 0 }

    private static func share(_ random: inout SeededRandom) -> Double? {
        shares.randomElement(using: &random) ?? nil
    }

    private static func styled(_ random: inout SeededRandom) -> StyledText {
        (0..<Int.random(in: 0...3, using: &random))
            .reduce(into: StyledText()) { result, _ in
                result.append(text(&random), Bool.random(using: &random) ? .critical : .normal)
            }
    }

    private static func width(_ random: inout SeededRandom) -> Table.Width {
        Bool.random(using: &random)
            ? .fixed(number(&random)) : .flexible(min: number(&random), max: number(&random))
    }

    private static func table(_ glyphs: GlyphSet, _ random: inout SeededRandom) -> Table {
        let columns = (0..<Int.random(in: 0...6, using: &random))
            .map { index in
                Table.Column(
                    id: "\(index)",
                    title: text(&random),
                    width: width(&random),
                    alignment: [.leading, .trailing, .center].randomElement(using: &random) ?? .leading,
                    priority: number(&random)
                )
            }
        let rows = (0..<Int.random(in: 0...12, using: &random))
            .map { _ in
                Table.Row(
                    (0..<Int.random(in: 0...6, using: &random)).map { _ in styled(&random) },
                    style: Bool.random(using: &random) ? .dim : nil
                )
            }
        return Table(
            columns: columns,
            rows: rows,
            selected: number(&random),
            first: number(&random),
            sort: .init("\(Int.random(in: 0...6, using: &random))", isDescending: Bool.random(using: &random)),
            glyphs: glyphs,
            spacing: number(&random)
        )
    }

    /// Every widget that takes text or numbers, with some of each.
    private static func widgets(_ random: inout SeededRandom) -> [(name: String, fillsAll: Bool, draw: Draw)] {
        let glyphs = GlyphSet.allCases.randomElement(using: &random) ?? .ascii
        let table = table(glyphs, &random)
        let gauge = Gauge(share: share(&random), limit: share(&random), text: styled(&random), glyphs: glyphs)
        let stat = StatCell(
            label: text(&random),
            limit: text(&random),
            value: styled(&random),
            note: text(&random),
            glyphs: glyphs
        )
        var line = InputLine(prompt: text(&random), text: text(&random))
        for _ in 0..<Int.random(in: 0...9, using: &random) { _ = line.press(.left) }
        let ticks = (0..<Int.random(in: 0...9, using: &random))
            .map { _ in
                TimeAxis.Tick(
                    column: number(&random),
                    text: text(&random),
                    priority: number(&random),
                    mayShift: Bool.random(using: &random)
                )
            }
        let values = (0..<Int.random(in: 0...400, using: &random)).map { _ in ChartPoint(share(&random)) }
        let events = (0..<5).map { _ in number(&random) }
        let area = AreaChart(points: values, range: 0...0.9, limit: Threshold(0.5), glyphs: glyphs, events: events)
        let lines = LineChart(
            series: [ChartSeries(points: values), ChartSeries(points: values.reversed())],
            scale: ChartScale(0.1...0.9, .logarithmic),
            limit: Threshold(0.5),
            glyphs: glyphs,
            events: events
        )
        return [
            ("table", true, { table.render(into: &$0, area: $1) }),
            ("gauge", false, { gauge.render(into: &$0, area: $1) }),
            ("stat", true, { stat.render(into: &$0, area: $1) }),
            ("input", false, { line.render(into: &$0, area: $1) }),
            ("axis", false, { TimeAxis(ticks: ticks).render(into: &$0, area: $1) }),
            ("area", true, { area.render(into: &$0, area: $1) }),
            ("line", true, { lines.render(into: &$0, area: $1) }),
        ]
    }

    @Test("Hostile texts and numbers fill the area and nothing else, at any size", arguments: [UInt64(1), 2, 3])
    func hostile(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<4 {
            for (columns, rows) in Self.sizes {
                let area = Rect(
                    x: Int.random(in: -2...3, using: &random),
                    y: Int.random(in: -2...2, using: &random),
                    width: max(0, columns - Int.random(in: 0...3, using: &random)),
                    height: max(0, rows - Int.random(in: 0...2, using: &random))
                )
                for widget in Self.widgets(&random) {
                    var buffer = crossed(columns, rows)
                    widget.draw(&buffer, area)
                    let drawn = widget.fillsAll ? area : area.splitTop(1).top
                    var wrong = 0
                    for y in 0..<rows {
                        for x in 0..<columns {
                            let isInside = x >= drawn.x && x < drawn.endX && y >= drawn.y && y < drawn.endY
                            // No text has an `x` of its own.
                            if (buffer[x, y].symbol == "x") == isInside { wrong += 1 }
                        }
                    }
                    #expect(wrong == 0, "\(widget.name) at \(columns)x\(rows) in \(area)")
                }
            }
        }
    }

    @Test("What a table says about rows and columns holds at any size", arguments: [UInt64(4), 5])
    func tableGeometry(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<300 {
            let table = Self.table(.block, &random)
            let area = Rect(
                x: Self.number(&random),
                y: Self.number(&random),
                width: Self.number(&random),
                height: Self.number(&random)
            )
            let top = table.firstShown(in: area)
            #expect((0...max(0, table.rows.count)).contains(top))
            for y in Self.numbers { if let row = table.row(at: y, in: area) { #expect(table.rows.indices ~= row) } }
            for x in Self.numbers { _ = table.column(at: x, in: area) }
            let (selected, visible) = (Self.number(&random), Self.number(&random))
            let count = max(0, Self.number(&random))
            let first = Table.first(
                keeping: selected,
                first: Self.number(&random),
                visible: visible,
                count: count
            )
            #expect(first >= 0 && first <= max(0, count - 1))
            if visible > 0, count > 0 {
                let kept = min(max(selected, 0), count - 1)
                #expect(first <= kept && kept - first < visible)
            }
        }
    }
}
