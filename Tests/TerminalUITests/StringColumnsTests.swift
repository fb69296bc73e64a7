import Randomness
import TerminalUI
import Testing

@Suite("Text in columns")
struct StringColumnsTests {
    @Test(
        "Widths",
        arguments: [
            ("", 0), ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("⣿▇─●", 4), ("👍", 2), ("\u{1B}", 1), ("a\u{200D}", 1),
            ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2),
        ]
    )
    func width(_ text: String, _ width: Int) {
        #expect(DisplayWidth.width(of: text) == width)
        #expect(text.reduce(0) { $0 + DisplayWidth.width(of: $1) } == width)
    }

    @Test(
        "Too long a text ends in an ellipsis",
        arguments: [
            ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abcd", 1, "…"), ("abcd", 0, ""), ("abcd", -2, ""), ("", 3, ""),
            ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 1, "…"),
            ("e\u{301}abc", 2, "e\u{301}…"), ("abc\u{301}", 3, "abc\u{301}"), ("a\nbcd", 3, "a·…"),
        ]
    )
    func truncated(_ text: String, _ columns: Int, _ expected: String) {
        #expect(text.truncated(toColumns: columns) == expected)
    }

    @Test(
        "Text is not cut within a number, and a whole one at the end stands apart from the ellipsis",
        arguments: [
            ("42 of 3.00k", 11, "42 of 3.00k"), ("42 of 3.00k", 9, "42 of…"), ("42 of 3.00k more", 13, "42 of 3.00k …"),
            ("42 of 3.00k more", 12, "42 of…"), ("since 20:15:55", 13, "since…"), ("for 5m35s now", 8, "for…"),
            ("unexpected bracket", 12, "unexpected…"), ("unexpected bracket", 14, "unexpected br…"),
            ("12345678", 4, "…"),
            ("at http://127.0.0.1:33020/metrics", 20, "at http://…"), ("42 of 3", 0, ""),
            ("arrows move ", 11, "arrows move"),
            ("▲ CRIT >15s", 9, "▲ CRIT…"), ("GET /static/1", 9, "GET /sta…"),
        ]
    )
    func shortened(_ text: String, _ columns: Int, _ expected: String) {
        #expect(text.shortened(toColumns: columns) == expected)
    }

    @Test(
        "Padding fills the field exactly",
        arguments: [
            ("ab", 4, Alignment.leading, "ab  "), ("ab", 4, .trailing, "  ab"), ("ab", 5, .center, " ab  "),
            ("日本", 3, .leading, "日…"), ("日本語", 4, .trailing, " 日…"), ("abc", 0, .leading, ""),
        ]
    )
    func padded(_ text: String, _ columns: Int, _ alignment: Alignment, _ expected: String) {
        #expect(text.padded(toColumns: columns, alignment: alignment) == expected)
    }

    @Test("Truncated text never exceeds its columns")
    func bound() {
        var random = SeededRandom(seed: 3)
        let parts = ["a", "日", "\u{301}", "👍", "\u{1B}", "\u{200D}", "…"]
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 0...8, using: &random))
                .compactMap { _ in parts.randomElement(using: &random) }
                .joined()
            let columns = Int.random(in: 0...8, using: &random)
            #expect(DisplayWidth.width(of: text.truncated(toColumns: columns)) <= columns)
            #expect(DisplayWidth.width(of: text.shortened(toColumns: columns)) <= columns)
            #expect(DisplayWidth.width(of: text.padded(toColumns: columns)) == columns)
        }
    }
}
