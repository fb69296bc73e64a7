package import CTerminal
package import TerminalUI

/// Turns what the façade read into keys and what the mouse did; `nil` for what is neither.
package enum KeyDecoder {
    package static func event(_ input: cterm_input) -> TerminalEvent? {
        input.kind == CTERM_INPUT_MOUSE ? mouse(input).map { .mouse($0) } : key(input).map { .key($0) }
    }

    package static func key(_ input: cterm_input) -> Key? {
        switch input.kind {
        case CTERM_INPUT_SCALAR: scalar(input.value)
        case CTERM_INPUT_KEY: special(Int(input.value))
        default: nil
        }
    }

    private static func mouse(_ input: cterm_input) -> MouseEvent? {
        let kind: MouseEvent.Kind? =
            switch Int(input.value) {
            case Int(CTERM_MOUSE_PRESS): .press
            case Int(CTERM_MOUSE_WHEEL_UP): .wheelUp
            case Int(CTERM_MOUSE_WHEEL_DOWN): .wheelDown
            default: nil
            }
        return kind.map { MouseEvent(kind: $0, x: Int(input.x), y: Int(input.y)) }
    }

    private static func scalar(_ value: UInt32) -> Key? {
        switch value {
        case 0: return .control(" ")
        case 8, 127: return .backspace
        case 9: return .tab
        // Carriage return is the key; line feed is what some send in its place.
        case 10, 13: return .enter
        case 27: return .escape
        case 1...26: return letter(value + 0x60).map { .control($0) }
        case 28...31: return letter(value + 0x40).map { .control($0) }
        case 0x80...0x9F: return nil
        default: return letter(value).map { .character($0) }
        }
    }

    private static func letter(_ value: UInt32) -> Character? {
        Unicode.Scalar(value).map { Character($0) }
    }

    private static func special(_ value: Int) -> Key? {
        switch value {
        case Int(CTERM_KEY_UP): .up
        case Int(CTERM_KEY_DOWN): .down
        case Int(CTERM_KEY_LEFT): .left
        case Int(CTERM_KEY_RIGHT): .right
        case Int(CTERM_KEY_SHIFT_LEFT): .shiftLeft
        case Int(CTERM_KEY_SHIFT_RIGHT): .shiftRight
        case Int(CTERM_KEY_ENTER): .enter
        case Int(CTERM_KEY_BACKTAB): .backTab
        case Int(CTERM_KEY_BACKSPACE): .backspace
        case Int(CTERM_KEY_DELETE): .delete
        case Int(CTERM_KEY_HOME): .home
        case Int(CTERM_KEY_END): .end
        case Int(CTERM_KEY_PAGE_UP): .pageUp
        case Int(CTERM_KEY_PAGE_DOWN): .pageDown
        case (Int(CTERM_KEY_F0) + 1)...(Int(CTERM_KEY_F0) + 63): .function(value - Int(CTERM_KEY_F0))
        default: nil
        }
    }
}
