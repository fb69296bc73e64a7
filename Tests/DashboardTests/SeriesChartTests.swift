import Dashboard
import PromModel
import TerminalUI
import Testing

@Suite("Charts of answers")
struct SeriesChartTests {
    private static func series(_ values: [Double?], name: String = "a") -> Series {
        let samples = values.enumerated().compactMap { index, value in
            value.map { Sample(timestamp: Timestamp(seconds: Double(index * 10)), value: $0) }
        }
        return Series(labels: ["__name__": name], samples: samples)
    }

    private static func lines(_ values: [Double?], columns: Int = 30) -> [String] {
        let end = Timestamp(seconds: Double((values.count - 1) * 10))
        let chart = SeriesChart(
            from: Timestamp(seconds: 0),
            through: end,
            step: .seconds(10),
            columns: columns,
            glyphs: .block
        )
        return chart.text([series(values)]).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test("A chart has its name, its scale, its times and its numbers")
    func parts() {
        let lines = Self.lines([0, 1, 2, 3, 2, 1, 0, 0, 0, 4], columns: 60)
        #expect(lines.count == 9)
        #expect(lines[0].hasPrefix("─ a ──"))
        #expect(lines[1].hasPrefix("       4 ┤") && lines[6].hasPrefix("       0 ┤"))
        #expect(lines[7] == "          00:00:00      00:00:25      00:00:50      00:01:15")
        #expect(lines[8] == "          min 0, max 4, last 4; 1 col = 1800ms, its highest")
    }

    @Test("Every step has its place, and a step without a value has none")
    func places() {
        // 20 columns, two steps: the first holds the left half, the second the right.
        let bottom = Self.lines([0, nil])[6].dropFirst(10)
        let low = Set(bottom.prefix(10))
        let missing = Set(bottom.dropFirst(10))
        #expect(bottom.count == 20 && low.count == 1 && missing.count == 1 && low != missing, "\(bottom)")
        let top = Self.lines([nil, 5])[1].dropFirst(10)
        #expect(top.count == 20 && top.prefix(10).allSatisfy { $0 == " " } && !top.dropFirst(10).contains(" "))
    }

    @Test("Of many steps in a column the highest shows")
    func highest() {
        var values = [Double?](repeating: 1, count: 2000)
        values[1000] = 9
        let top = Self.lines(values)[1].dropFirst(10)
        // The line goes up in one column and down to the next.
        #expect((1...2).contains(top.filter { $0 != " " }.count), "\(top)")
    }

    @Test("Values without a height draw nothing, and do not stop the rest", arguments: [Double.nan, .infinity, 1e300])
    func strange(value: Double) {
        #expect(Self.lines([1, value, 2]).count == 9)
        #expect(Self.lines([value]).count == 9)
        #expect(Self.lines([nil]).last?.trimming(while: { $0 == " " }) == "no values")
    }

    @Test("More series than a person reads are cut")
    func many() {
        let chart = SeriesChart(
            from: Timestamp(seconds: 0),
            through: Timestamp(seconds: 10),
            step: .seconds(10),
            columns: 40,
            glyphs: .ascii
        )
        let many = (0..<50).map { Self.series([1, 2], name: "m\($0)") }
        #expect(chart.text(many).split(separator: "\n", omittingEmptySubsequences: false).count == 9 * 20)
    }
}

extension String {
    fileprivate func trimming(while isDropped: (Character) -> Bool) -> String { String(drop(while: isDropped)) }
}
