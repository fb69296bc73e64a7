import Randomness
import TerminalUI
import Testing

@Suite("Styled text")
struct StyledTextTests {
    private let sample = StyledText("ab", .critical) + StyledText("日本", .dim) + "e\u{301}"

    @Test("Parts of one style are joined, empty ones left out")
    func joined() {
        var text = StyledText("a", .dim) + StyledText("", .critical) + StyledText("b", .dim)
        #expect(text == StyledText("ab", .dim))
        text += "c"
        text.append("", .alarm)
        #expect(text.spans.map(\.text) == ["ab", "c"])
        #expect(text.spans.map(\.style) == [.dim, .normal])
        #expect(StyledText().isEmpty && StyledText("", .dim) == "")
        #expect(sample.width == 7 && sample.text == "ab日本e\u{301}")
        #expect(sample.restyled(.ok) == StyledText("ab日本e\u{301}", .ok))
    }

    @Test(
        "Too long a text ends in an ellipsis of the style that was cut",
        arguments: [
            (7, "ab日本e\u{301}", "ccdddd."), (6, "ab日…", "ccddd"), (5, "ab日…", "ccddd"), (4, "ab…", "ccd"),
            (3, "ab…", "ccd"), (2, "a…", "cc"), (1, "…", "c"), (0, "", ""), (-1, "", ""),
            (99, "ab日本e\u{301}", "ccdddd."),
        ]
    )
    func truncated(_ columns: Int, _ expected: String, _ styles: String) {
        let text = sample.truncated(toColumns: columns)
        #expect(text.text == expected)
        #expect(letters(text) == styles)
        #expect(text.text == sample.text.truncated(toColumns: columns))
    }

    @Test("Cutting and padding agree with plain text", arguments: [UInt64(1), 2])
    func likePlain(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let parts = ["a", "日", "\u{301}", "👍", "\u{1B}", "\u{200D}", "…", "\n"]
        for _ in 0..<1000 {
            var text = StyledText()
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                text.append(parts.randomElement(using: &random) ?? "", Bool.random(using: &random) ? .dim : .normal)
            }
            let columns = Int.random(in: -1...9, using: &random)
            #expect(text.truncated(toColumns: columns).text == text.text.truncated(toColumns: columns))
            for alignment in [Alignment.leading, .center, .trailing] {
                let padded = text.padded(toColumns: columns, alignment: alignment)
                #expect(padded.text == text.text.padded(toColumns: columns, alignment: alignment))
                #expect(padded.width == max(columns, 0))
            }
        }
    }

    @Test("Padding has no style")
    func padding() {
        let text = StyledText("ab", .alarm).padded(toColumns: 4, alignment: .center)
        #expect(text == " " + StyledText("ab", .alarm) + " ")
    }

    @Test(
        "It is written as plain text is, clipped at every edge",
        arguments: [
            (0, nil, 6, "ab日本"), (1, 3, 3, "xab xx"), (-1, nil, 7, "b日本e\u{301}"), (-3, nil, 7, " 本e\u{301}xx"),
            (4, nil, 2, "xxxxab"), (6, nil, 0, "xxxxxx"), (2, 0, 0, "xxxxxx"), (2, -3, 0, "xxxxxx"),
            (Int.max, Int.max, 0, "xxxxxx"), (Int.min, nil, 7, "xxxxxx"),
        ] as [(Int, Int?, Int, String)]
    )
    func put(_ x: Int, _ width: Int?, _ used: Int, _ expected: String) {
        var buffer = crossed(6, 1)
        #expect(buffer.put(sample, x: x, y: 0, width: width) == used)
        #expect(buffer.row(0) == expected)
        #expect(buffer.put(sample, x: x, y: 1) == 0)
    }

    @Test("Each part keeps its style on screen")
    func styles() {
        var buffer = crossed(6, 1)
        buffer.put(sample, x: 0, y: 0)
        let expected: [Style] = [.critical, .critical, .dim, .dim, .dim, .dim]
        #expect((0..<6).map { buffer[$0, 0].style } == expected)
    }

    /// A letter a column: `c` for critical, `d` for dim, `.` for normal.
    private func letters(_ text: StyledText) -> String {
        text.spans
            .map { span in
                let letter = span.style == .critical ? "c" : span.style == .dim ? "d" : "."
                return String(repeating: letter, count: DisplayWidth.width(of: span.text))
            }
            .joined()
    }
}
