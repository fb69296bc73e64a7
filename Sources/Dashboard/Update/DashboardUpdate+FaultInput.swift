import TerminalUI

// A fault that is being written, in the words of the command that sets one.
extension DashboardUpdate {
    /// Keys while a fault is being written; nil where none is.
    static func pressInFaultInput(_ key: Key, _ state: inout DashboardState) -> [DashboardEffect]? {
        guard var input = state.chaos?.input else { return nil }
        switch key {
        case .enter:
            state.chaos?.input = nil
            guard !input.text.allSatisfy(\.isWhitespace) else { return [] }
            guard state.chaos?.isReady == true else {
                say("the service is not up: nothing to act on", &state)
                return []
            }
            return [.injectFault(input.text)]
        case .escape, .control("c"): state.chaos?.input = nil
        default:
            guard input.press(key) else { return [] }
            state.chaos?.input = input
        }
        return []
    }
}
