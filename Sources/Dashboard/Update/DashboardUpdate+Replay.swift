import TerminalUI

// What keys do over a recording: it can be played, and not asked.
extension DashboardUpdate {
    static let onlyRecorded = "a recording holds what was collected; nothing else can be asked or switched"

    /// What a command does in a replay alone; nil where it does what it always does.
    static func performInReplay(_ command: Command, _ state: inout DashboardState) -> [DashboardEffect]? {
        guard let replay = state.replay else { return nil }
        switch command {
        case .slower: return play(at: replay.speed / 2, &state)
        case .faster: return play(at: replay.speed * 2, &state)
        case .group, .worst, .pollNow, .toggleLoad, .fix:
            say(onlyRecorded, &state)
            return []
        case .open where state.row != nil && state.overlay == .none:
            say(onlyRecorded, &state)
            return []
        default: return nil
        }
    }

    private static func play(at speed: Double, _ state: inout DashboardState) -> [DashboardEffect] {
        guard Replay.speeds.contains(speed) else { return [] }
        state.replay?.speed = speed
        say("the recording is played at \(state.replay?.text ?? "")", &state)
        return [.play(speed: speed, isHeld: state.frozen != nil)]
    }

    /// The recording was told to its end: time stands still from here on.
    static func endReplay(_ text: String, _ state: inout DashboardState) {
        state.replay?.isOver = true
        say(text, &state)
    }
}
