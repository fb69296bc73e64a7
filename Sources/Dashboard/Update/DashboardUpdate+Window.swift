import GoldenSignals
import TerminalUI

// The window of every rate.
extension DashboardUpdate {
    /// Begins to ask for another window.
    static func beginWindow(_ state: inout DashboardState) {
        guard state.replay == nil else { return say(onlyRecorded, &state) }
        let input = InputLine(prompt: "window of every rate: ", text: TimeText.setting(state.settings.window))
        state.windowInput = input
    }

    /// Keys while a window is being written; nil where none is.
    static func pressInWindow(_ key: Key, _ state: inout DashboardState) -> [DashboardEffect]? {
        guard var input = state.windowInput else { return nil }
        switch key {
        case .enter:
            guard let window = WindowText.parse(input.text) else {
                say("'\(input.text)' is no window: 1s to 1d, such as 15s, 1m30s or 5m", &state)
                return []
            }
            state.windowInput = nil
            guard window != state.settings.window else { return [] }
            say("asking over \(TimeText.setting(window))", &state)
            return [.setWindow(window)]
        case .escape, .control("c"): state.windowInput = nil
        default:
            guard input.press(key) else { return [] }
            state.windowInput = input
        }
        return []
    }
}
