import GoldenSignals
import PromModel
import TerminalUI

// What Enter, `e` and Esc act on: one of the numbers, or a row of who.
extension DashboardUpdate {
    /// Moves the focus up or down, through the numbers and then through the rows of who.
    static func moveFocus(_ command: Command, _ state: inout DashboardState) {
        let signals = Signal.allCases
        let rows = state.shown.snapshot?.breakdown?.rows.map(\.name) ?? []
        let row = state.row.flatMap { rows.firstIndex(of: $0) }.map { $0 + signals.count }
        let count = signals.count + rows.count
        let place = row ?? state.focus?.index ?? (command == .up ? count : -1)
        let next = command == .up ? place - 1 : place + 1
        guard (0..<count).contains(next) else {
            (state.focus, state.row, state.isMaximized) = (nil, nil, false)
            return
        }
        if next < signals.count {
            (state.focus, state.row) = (signals[next], nil)
        } else {
            (state.focus, state.row, state.isMaximized) = (nil, rows[next - signals.count], false)
        }
    }

    /// Opens what has the focus: a row of who narrows everything to it, a number's chart gets all the room.
    static func openFocus(_ state: inout DashboardState) -> [DashboardEffect] {
        guard state.overlay == .none else { return [] }
        guard let name = state.row else {
            if state.focus != nil { state.isMaximized.toggle() }
            return []
        }
        guard let row = state.shown.snapshot?.breakdown?.rows.first(where: { $0.name == name }), !row.labels.isEmpty
        else {
            say("this row is none that can be asked for by itself", &state)
            return []
        }
        state.row = nil
        let known = state.live.report?.narrowing ?? Labels()
        let part = row.labels.reduce(known) { $0.setting($1.name, to: $1.value) }
        say("asking for \(name) alone; Esc widens", &state)
        return [.narrow(to: part)]
    }

    /// Everything again; nil where nothing was narrowed.
    static func widen(_ state: inout DashboardState) -> [DashboardEffect]? {
        guard let part = state.live.report?.narrowing, !part.isEmpty else { return nil }
        say("asking for all of \(state.settings.service)", &state)
        return [.narrow(to: Labels())]
    }
}
