import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

// What people write down while they look.
extension DashboardUpdate {
    /// Begins a note about the moment that is shown.
    static func beginNote(_ state: inout DashboardState) {
        let moment = state.cursor?.at ?? state.shown.snapshot?.at ?? state.shownNow
        let offset = state.settings.isLocalTime ? state.settings.localOffset : .zero
        let prompt = "note at \(TimeText.clock(moment + offset)): "
        state.note = DashboardState.Note(input: InputLine(prompt: prompt), at: moment)
    }

    /// Keys while a note is being written: every one of them is text; nil where nobody writes.
    static func pressInNote(_ key: Key, _ state: inout DashboardState) -> [DashboardEffect]? {
        guard var note = state.note else { return nil }
        switch key {
        case .enter:
            state.note = nil
            let text = note.input.text
            return text.allSatisfy(\.isWhitespace) ? [] : [.note(text, at: note.at)]
        case .escape, .control("c"): state.note = nil
        default:
            guard note.input.press(key) else { return [] }
            state.note = note
        }
        return []
    }

    /// It is an event wherever that moment is shown.
    static func take(note text: String, at moment: Timestamp, _ state: inout DashboardState) {
        add(text, moment, &state.live)
        if var frozen = state.frozen {
            add(text, moment, &frozen)
            state.frozen = frozen
        }
        if var stretch = state.stretch {
            add(text, moment, &stretch)
            state.stretch = stretch
        }
        guard var cursor = state.cursor, moment <= cursor.at else { return }
        add(text, moment, &cursor.source)
        state.cursor = cursor
    }

    private static func add(_ text: String, _ moment: Timestamp, _ source: inout SourceState) {
        note(.note, text, at: moment, &source)
        source.events.sort { $0.at < $1.at }
    }
}
