import CTerminal
import NCursesTerminal
import TerminalUI
import Testing

@Suite("Keys and palette")
struct KeyAndPaletteTests {
    @Test(
        "Scalars become characters, control keys or names",
        arguments: [
            (0x71, .character("q")), (0x20, .character(" ")), (0xE9, .character("é")), (0x1F44D, .character("👍")),
            (0, .control(" ")), (1, .control("a")), (12, .control("l")), (26, .control("z")), (28, .control("\\")),
            (9, .tab), (10, .enter), (13, .enter), (27, .escape), (8, .backspace), (127, .backspace),
            (0x9B, nil), (0xD800, nil), (0x110000, nil),
        ] as [(UInt32, Key?)]
    )
    func scalars(_ value: UInt32, _ key: Key?) {
        #expect(KeyDecoder.key(cterm_input(kind: CTERM_INPUT_SCALAR, value: value)) == key)
    }

    @Test(
        "Special keys have their names",
        arguments: [
            (CTERM_KEY_UP, .up), (CTERM_KEY_BACKTAB, .backTab), (CTERM_KEY_PAGE_DOWN, .pageDown),
            (CTERM_KEY_DELETE, .delete), (CTERM_KEY_F0 + 1, .function(1)), (CTERM_KEY_F0 + 12, .function(12)),
            (CTERM_KEY_F0, nil), (0, nil),
        ] as [(Int, Key?)]
    )
    func special(_ value: Int, _ key: Key?) {
        #expect(KeyDecoder.key(cterm_input(kind: CTERM_INPUT_KEY, value: UInt32(value))) == key)
        #expect(KeyDecoder.key(cterm_input(kind: CTERM_INPUT_IGNORED, value: UInt32(value))) == nil)
    }

    @Test("Healthy text has the terminal's own colour at any depth", arguments: [0, 2, 8, 16, 256])
    func healthy(_ colors: Int) {
        for style in [Style.normal, .ok] {
            let look = Palette(colors: colors).look(style, symbol: "a")
            #expect(look.foreground == -1)
            #expect(look.attributes == 0)
        }
    }

    @Test("What is broken stands out at any depth", arguments: [0, 8, 16, 256])
    func critical(_ colors: Int) {
        let look = Palette(colors: colors).look(.critical, symbol: "a")
        #expect(look.foreground >= 0 || look.attributes & UInt8(CTERM_REVERSE) != 0)
    }

    @Test("Without colour a bar is not reversed, for then it would be empty")
    func bars() {
        #expect(Palette(colors: 0).look(.critical, symbol: "█").attributes == UInt8(CTERM_BOLD))
    }
}
