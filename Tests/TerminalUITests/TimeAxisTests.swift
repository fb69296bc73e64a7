import TerminalUI
import Testing

@Suite("Time axis")
struct TimeAxisTests {
    private func drawn(_ width: Int, _ ticks: [TimeAxis.Tick]) -> String {
        rows(width, 1) { TimeAxis(ticks: ticks).render(into: &$0, area: $1) }[0]
    }

    private let now = TimeAxis.Tick(column: 19, text: "now", priority: 9, mayShift: true)

    @Test("Texts begin at their columns, and `now` is moved left to fit")
    func places() {
        let clock = TimeAxis.Tick(column: 0, text: "16:40")
        let deploy = TimeAxis.Tick(column: 8, text: "^deploy", style: .accent, priority: 5)
        #expect(drawn(20, [clock, deploy, now]) == "16:40   ^deploy  now")
        #expect(drawn(18, [clock, deploy, now]) == "16:40   ^deploy   ")
        #expect(drawn(3, [now]) == "   ")
        #expect(drawn(20, [now]).hasSuffix("now"))
    }

    @Test("The more important goes first, then the one given first; a blank stays between")
    func overlaps() {
        let ticks = [
            TimeAxis.Tick(column: 0, text: "aaa"), .init(column: 3, text: "bbb"), .init(column: 4, text: "ccc"),
            .init(column: 10, text: "low"), .init(column: 8, text: "high", priority: 1),
        ]
        #expect(drawn(14, ticks) == "aaa ccc high  ")
        #expect(TimeAxis(ticks: ticks).placed(columns: 14).map(\.tick.text) == ["high", "aaa", "ccc"])
    }

    @Test(
        "A text is moved left of what is there already, as long as it still covers its column",
        arguments: [
            (-1, "        ##"), (0, "abcd    ##"), (3, "   abcd ##"), (4, "   abcd ##"), (6, "   abcd ##"),
            (7, "        ##"), (9, "        ##"), (10, "        ##"),
        ]
    )
    func shifts(_ column: Int, _ expected: String) {
        let block = TimeAxis.Tick(column: 8, text: "##", priority: 1)
        #expect(drawn(10, [.init(column: column, text: "abcd", mayShift: true), block]) == expected)
        let fixed = drawn(10, [.init(column: column, text: "abcd"), block])
        #expect(fixed == ((0...3).contains(column) ? expected : "        ##"))
    }

    @Test("What does not fit whole is left out, wide texts too")
    func leftOut() {
        #expect(drawn(5, [.init(column: 2, text: "日本")]) == "     ")
        #expect(drawn(6, [.init(column: 2, text: "日本")]) == "  日本")
        #expect(drawn(3, [.init(column: 0, text: "abcd", mayShift: true)]) == "   ")
        #expect(drawn(3, [.init(column: 0, text: "")]) == "   ")
        #expect(drawn(3, [.init(column: Int.max, text: "a"), .init(column: Int.min, text: "b")]) == "   ")
    }

    @Test("Styles are the ticks' own, and only the first row is drawn")
    func styles() {
        var buffer = crossed(6, 2)
        TimeAxis(ticks: [.init(column: 1, text: "^x", style: .accent)]).render(into: &buffer, area: buffer.area)
        #expect((0..<2).map { buffer.row($0) } == [" ^x   ", "xxxxxx"])
        #expect((0..<4).map { buffer[$0, 0].style } == [.normal, .accent, .accent, .normal])
    }
}
