import CTerminal
import NCursesTerminal
import TerminalUI
import Testing

@Suite("Keys")
struct KeyTests {
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
        #expect(KeyDecoder.key(cterm_input(kind: CTERM_INPUT_SCALAR, value: value, x: 0, y: 0)) == key)
    }

    @Test(
        "Special keys have their names",
        arguments: [
            (CTERM_KEY_UP, .up), (CTERM_KEY_BACKTAB, .backTab), (CTERM_KEY_PAGE_DOWN, .pageDown),
            (CTERM_KEY_DELETE, .delete), (CTERM_KEY_F0 + 1, .function(1)), (CTERM_KEY_F0 + 12, .function(12)),
            (CTERM_KEY_SHIFT_LEFT, .shiftLeft), (CTERM_KEY_SHIFT_RIGHT, .shiftRight), (CTERM_KEY_F0, nil), (0, nil),
        ] as [(Int, Key?)]
    )
    func special(_ value: Int, _ key: Key?) {
        #expect(KeyDecoder.key(cterm_input(kind: CTERM_INPUT_KEY, value: UInt32(value), x: 0, y: 0)) == key)
        #expect(KeyDecoder.key(cterm_input(kind: CTERM_INPUT_IGNORED, value: UInt32(value), x: 0, y: 0)) == nil)
    }

    @Test(
        "What the mouse did has its name, and is no key",
        arguments: [
            (CTERM_MOUSE_PRESS, .press), (CTERM_MOUSE_WHEEL_UP, .wheelUp), (CTERM_MOUSE_WHEEL_DOWN, .wheelDown),
            (0, nil), (99, nil),
        ] as [(Int, MouseEvent.Kind?)]
    )
    func mouse(_ value: Int, _ kind: MouseEvent.Kind?) {
        let input = cterm_input(kind: CTERM_INPUT_MOUSE, value: UInt32(value), x: 4, y: 300)
        #expect(KeyDecoder.event(input) == kind.map { .mouse(MouseEvent(kind: $0, x: 4, y: 300)) })
        #expect(KeyDecoder.key(input) == nil)
    }
}
