import Randomness
import TerminalUI
import Testing

@Suite("Input line")
struct InputLineTests {
    /// Presses keys and gives the text with `|` at the cursor.
    private func typed(_ text: String, _ keys: [Key]) -> String {
        var line = InputLine(prompt: "", text: text)
        for key in keys {
            let isTaken = line.press(key)
            #expect(isTaken)
        }
        return String(line.text.prefix(line.cursor)) + "|" + String(line.text.dropFirst(line.cursor))
    }

    @Test(
        "Keys edit at the cursor",
        arguments: [
            ("", [.character("a"), .character("b")], "ab|"),
            ("ac", [.left, .character("b")], "ab|c"),
            ("abc", [.backspace], "ab|"),
            ("abc", [.left, .backspace], "a|c"),
            ("abc", [.home, .backspace, .delete], "|bc"),
            ("abc", [.end, .delete], "abc|"),
            ("abc", [.left, .left, .left, .left, .right], "a|bc"),
            ("abc", [.right], "abc|"),
            ("abc", [.control("a"), .character("x")], "x|abc"),
            ("abc", [.home, .control("e")], "abc|"),
            ("abc", [.left, .control("u")], "|c"),
            ("one two  ", [.control("w")], "one |"),
            ("one two", [.left, .control("w")], "one |o"),
            ("one", [.control("w"), .control("w")], "|"),
            ("日本語", [.left, .backspace], "日|語"),
            ("ae\u{301}b", [.left, .backspace], "a|b"),
            ("e", [.character("\u{301}"), .character("x")], "e\u{301}x|"),
            ("", [.character("\u{1B}"), .character("\u{200D}")], "\u{FFFD}|"),
            ("a\nb\u{7}", [], "a·b\u{FFFD}|"),
        ] as [(String, [Key], String)]
    )
    func edits(_ text: String, _ keys: [Key], _ expected: String) {
        #expect(typed(text, keys) == expected)
    }

    @Test(
        "Other keys are left to others",
        arguments: [Key.enter, .escape, .tab, .up, .down, .pageUp, .function(1), .control("c"), .control("l")]
    )
    func others(_ key: Key) {
        var line = InputLine(prompt: "/", text: "abc")
        let before = line
        let isTaken = line.press(key)
        #expect(!isTaken)
        #expect(line == before)
    }

    @Test("A text has at most 256 scalars")
    func limited() {
        var line = InputLine(prompt: "", text: String(repeating: "a", count: 9999))
        #expect(line.text.count == InputLine.limit && line.cursor == InputLine.limit)
        _ = line.press(.character("b"))
        #expect(line.text.count == InputLine.limit && line.text.last == "a")
        for key in [Key.home, .delete, .character("b")] { _ = line.press(key) }
        #expect(line.text.count == InputLine.limit && line.text.first == "b" && line.cursor == 1)
    }

    @Test("No order of keys breaks the cursor", arguments: [UInt64(1), 2, 3])
    func random(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let keys: [Key] = [
            .character("a"), .character(" "), .character("日"), .character("\u{301}"), .character("\u{1B}"),
            .character("🇩🇪"), .character("\u{1161}"), .character("\u{1112}"), .left, .right, .home, .end, .backspace,
            .delete, .control("w"), .control("u"),
        ]
        var line = InputLine(prompt: "> ")
        for _ in 0..<3000 {
            _ = line.press(keys.randomElement(using: &random) ?? .left)
            #expect((0...line.text.count).contains(line.cursor))
            #expect(line.text.unicodeScalars.count <= InputLine.limit)
            var buffer = crossed(12, 1)
            line.render(into: &buffer, area: buffer.area)
            #expect((0..<12).contains { buffer[$0, 0].style.reverse })
        }
    }

    @Test(
        "Prompt, text and cursor",
        arguments: [
            ("abc", 0, 14, "/ abc         ", 5..<6),
            ("abc", 3, 14, "/ abc         ", 2..<3),
            ("日本", 1, 14, "/ 日本        ", 4..<6),
            ("abcdefghijkl", 0, 12, "/ defghijkl ", 11..<12),
            ("abcdefghijkl", 6, 12, "/ abcdefghij", 8..<9),
            ("abcdefghijkl", 2, 12, "/ cdefghijkl", 10..<11),
            ("abcdefghijkl", 12, 12, "/ abcdefghij", 2..<3),
            ("日本語日本", 0, 8, "語日本  ", 6..<7),
            ("abc", 0, 8, "abc     ", 3..<4),
            ("abc", 1, 1, "c", 0..<1),
            ("abc", 0, 1, " ", 0..<1),
        ]
    )
    func draws(_ text: String, _ left: Int, _ width: Int, _ expected: String, _ cursor: Range<Int>) {
        var line = InputLine(prompt: "/ ", text: text)
        for _ in 0..<left { _ = line.press(.left) }
        var buffer = crossed(width, 2)
        line.render(into: &buffer, area: buffer.area)
        #expect(buffer.row(0) == expected)
        #expect(buffer.row(1).allSatisfy { $0 == "x" })
        #expect((0..<width).filter { buffer[$0, 0].style.reverse } == Array(cursor))
        if width > 8 { #expect(buffer[0, 0].style == .bold) }
    }
}
