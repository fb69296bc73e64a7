import TerminalUI
import Testing

@Suite("Stat cell")
struct StatCellTests {
    private let cell = StatCell(
        label: "5xx",
        limit: "≤1%",
        value: StyledText("▲ ", .critical) + StyledText("7.21%", .critical),
        note: "↑7.2pp in 5m"
    )

    @Test(
        "Label, value, limit and note; each cut to the width",
        arguments: [
            (16, 4, ["5xx             ", "▲ 7.21%         ", "≤1% ↑7.2pp in 5m", "                "]),
            (7, 3, ["5xx    ", "▲ 7.21%", "≤1% ↑7…"]),
            (6, 3, ["5xx   ", "▲ 7.2…", "≤1% ↑…"]),
            (2, 3, ["5…", "▲…", "↑…"]),
            (12, 2, ["5xx      ≤1%", "▲ 7.21%     "]),
            (12, 1, ["5xx ▲ 7.21% "]),
            (8, 1, ["5xx ▲ 7…"]),
        ]
    )
    func draws(_ width: Int, _ height: Int, _ expected: [String]) {
        #expect(rows(width, height) { cell.render(into: &$0, area: $1) } == expected)
    }

    @Test("The label is bold, limit and note are dim, the value keeps its styles")
    func styles() {
        var buffer = crossed(12, 3)
        cell.render(into: &buffer, area: buffer.area)
        #expect([buffer[0, 0].style, buffer[11, 0].style] == [.title, .normal])
        #expect([buffer[0, 1].style, buffer[11, 1].style] == [.critical, .normal])
        #expect(buffer[0, 2].style == .dim)
    }
}
