import TerminalUI
import Testing

@Suite("Gauge")
struct GaugeTests {
    @Test(
        "A bar of eighths, clamped, or a dashed line",
        arguments: [
            (0.0, "▕    ▏"), (0.5, "▕██  ▏"), (0.53125, "▕██▏ ▏"), (0.9, "▕███▋▏"), (1, "▕████▏"), (1.5, "▕████▏"),
            (-1, "▕    ▏"), (1e-9, "▕▏   ▏"), (0.999_999, "▕███▉▏"), (.infinity, "▕████▏"), (-.infinity, "▕    ▏"),
            (.nan, "▕╌╌╌╌▏"), (nil, "▕╌╌╌╌▏"),
        ] as [(Double?, String)]
    )
    func bar(_ share: Double?, _ expected: String) {
        #expect(rows(6, 1) { Gauge(share: share).render(into: &$0, area: $1) } == [expected])
    }

    @Test(
        "In ASCII it fills whole cells",
        arguments: [
            (0.0, "[-------]"), (0.57, "[####---]"), (1e-9, "[#------]"), (0.999, "[######-]"), (1, "[#######]"),
            (nil, "[-------]"),
        ] as [(Double?, String)]
    )
    func ascii(_ share: Double?, _ expected: String) {
        #expect(rows(9, 1) { Gauge(share: share, glyphs: .ascii).render(into: &$0, area: $1) } == [expected])
    }

    @Test(
        "The limit stands over the bar and over nothing",
        arguments: [
            (0.25, 0.75, "▕█  │▏"), (1, 0.5, "▕██│█▏"), (0, 0, "▕│   ▏"), (0, 1, "▕   │▏"), (0, 9, "▕   │▏"),
            (0, -9, "▕│   ▏"),
            (0, .nan, "▕    ▏"), (.nan, 0.5, "▕╌╌│╌▏"),
        ]
    )
    func limit(_ share: Double, _ limit: Double, _ expected: String) {
        #expect(rows(6, 1) { Gauge(share: share, limit: limit).render(into: &$0, area: $1) } == [expected])
    }

    @Test(
        "The text stands behind the bar, and matters more",
        arguments: [
            (10, "▕██  ▏ 87%"), (7, "▕▌▏ 87%"), (6, "87%   "), (3, "87%"), (2, "8…"), (1, "…"),
        ]
    )
    func text(_ width: Int, _ expected: String) {
        let gauge = Gauge(share: 0.5, text: StyledText("87%", .critical))
        #expect(rows(width, 1) { gauge.render(into: &$0, area: $1) } == [expected])
    }

    @Test("Only the first row is drawn, the bar in its style and the rest dim")
    func styles() {
        var buffer = crossed(9, 2)
        Gauge(share: 0.5, limit: 0.9, text: StyledText("x", .critical), style: .ok, limitStyle: .warning)
            .render(into: &buffer, area: Rect(x: 0, y: 0, width: 8, height: 2))
        #expect((0..<2).map { buffer.row($0) } == ["▕██ │▏ xx", "xxxxxxxxx"])
        let expected: [Style] = [.dim, .ok, .ok, .dim, .warning, .dim, .normal, .critical, .normal]
        #expect((0..<9).map { buffer[$0, 0].style } == expected)
    }
}
