import TerminalUI
import Testing

@Suite("Rules and key hints")
struct RuleAndHintsTests {
    @Test(
        "A rule has a title at its left and a note at its right",
        arguments: [
            ("5xx %", "0–25", 24, "─ 5xx % ───────── 0–25 ─"),
            ("5xx %", "0–25", 15, "─ 5xx % ───────"),
            ("5xx %", "0–25", 16, "─ 5xx % ─ 0–25 ─"),
            ("5xx %", "", 7, "─ 5x… ─"),
            ("", "", 5, "─────"),
            ("", "n", 8, "──── n ─"),
            ("5xx %", "n", 4, "────"),
            ("5xx %", "n", 1, "─"),
        ]
    )
    func rule(_ title: String, _ note: String, _ width: Int, _ expected: String) {
        let rule = Rule(title: title, note: note)
        #expect(rows(width, 1) { rule.render(into: &$0, area: $1) } == [expected])
    }

    @Test(
        "Hints that do not fit whole are left out",
        arguments: [
            (24, Alignment.leading, "? help  p pause  q quit "),
            (23, .leading, "? help  p pause  q quit"),
            (22, .leading, "? help  p pause       "),
            (8, .trailing, "  ? help"),
            (10, .center, "  ? help  "),
            (5, .leading, "     "),
            (1, .leading, " "),
        ]
    )
    func hints(_ width: Int, _ alignment: Alignment, _ expected: String) {
        let hints = KeyHints(
            [.init("?", "help"), .init(.character("p"), "pause"), .init("q", "quit")],
            alignment: alignment
        )
        #expect(rows(width, 1) { hints.render(into: &$0, area: $1) } == [expected])
    }

    @Test(
        "Keys have names",
        arguments: [
            (Key.character("q"), "q"), (.character(" "), "space"), (.up, "↑"), (.control("l"), "^L"),
            (.function(1), "F1"),
            (.escape, "esc"),
        ]
    )
    func labels(_ key: Key, _ label: String) {
        #expect(key.label == label)
    }

    @Test("The ends of a gauge are ASCII in the ASCII set, and have a stand-in", arguments: GlyphSet.allCases)
    func gaugeGlyphs(_ set: GlyphSet) {
        for symbol in [set.gaugeStart, set.gaugeEnd, set.gaugeEmpty] {
            #expect(DisplayWidth.width(of: symbol) == 1)
            #expect(symbol.unicodeScalars.allSatisfy { GlyphSet.asciiForm(of: $0) != "?" })
            #expect(set != .ascii || symbol.isASCII)
        }
        #expect("▀▄█".unicodeScalars.map { GlyphSet.asciiForm(of: $0) } == ["#", ";", "@"])
    }

    @Test("Every symbol of the ASCII set is ASCII, and has a stand-in", arguments: GlyphSet.allCases)
    func glyphs(_ set: GlyphSet) {
        let symbols =
            set.levels + [
                set.dot, set.critical, set.warning, set.failed, set.idle, set.missing, set.pointer, set.limit,
                set.horizontal, set.vertical, set.axis, set.up, set.down, set.left, set.right, set.separator,
                set.restart, set.delta, Character(set.ellipsis), set.event, set.clipped,
            ] + set.bars
        for symbol in symbols {
            #expect(DisplayWidth.width(of: symbol) == 1)
            #expect(symbol.unicodeScalars.count == 1)
            for scalar in symbol.unicodeScalars {
                let ascii = GlyphSet.asciiForm(of: scalar)
                #expect(ascii.isASCII && ascii != "?")
                #expect(set != .ascii || ascii == scalar)
            }
        }
    }
}
