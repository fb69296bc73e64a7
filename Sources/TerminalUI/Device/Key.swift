/// A key as the program sees it, whatever bytes the terminal sent.
package enum Key: Hashable, Sendable {
    case character(Character)
    case up
    case down
    case left
    case right
    /// An arrow together with Shift, where the terminal tells.
    case shiftLeft
    case shiftRight
    case enter
    case escape
    case tab
    case backTab
    case backspace
    case delete
    case home
    case end
    case pageUp
    case pageDown
    /// A letter or sign with Ctrl, given in lower case.
    case control(Character)
    case function(Int)
}

extension Key {
    /// The key's name for help texts and hints.
    package var label: String {
        switch self {
        case .character(" "): "space"
        case .character(let character): String(character)
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .shiftLeft: "shift-←"
        case .shiftRight: "shift-→"
        case .enter: "enter"
        case .escape: "esc"
        case .tab: "tab"
        case .backTab: "shift-tab"
        case .backspace: "backspace"
        case .delete: "del"
        case .home: "home"
        case .end: "end"
        case .pageUp: "pgup"
        case .pageDown: "pgdn"
        case .control(let character): "^" + String(character).uppercased()
        case .function(let number): "F\(number)"
        }
    }
}
