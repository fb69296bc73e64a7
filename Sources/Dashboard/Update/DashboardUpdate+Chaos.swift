import Diagnosis
import PromModel

extension DashboardUpdate {
    /// The load driver's account; starts and ends become events.
    static func observe(_ load: LoadStatus, _ now: Timestamp, _ state: inout DashboardState) {
        guard let before = state.chaos?.load else { return }
        state.chaos?.load = load
        if load.isRunning, !before.isRunning {
            note(.loadStarted, "load on, \(NumberText.count(load.rate))/s", at: now, &state.live)
        } else if !load.isRunning, before.isRunning {
            note(.loadStopped, "load off", at: now, &state.live)
        }
    }

    /// The chaos target's faults.
    static func observe(_ answer: ChaosAnswer, _: Timestamp, _ state: inout DashboardState) {
        switch answer {
        case .faults(let faults):
            state.chaos?.faults = faults
            state.chaos?.failure = nil
        case .failure(let reason):
            state.chaos?.failure = reason
            say(reason, &state)
        }
    }

    /// The chaos target came up or went.
    static func observeTarget(
        isReady: Bool,
        text: String?,
        _: Timestamp,
        _ state: inout DashboardState
    ) -> [DashboardEffect] {
        state.chaos?.isReady = isReady
        if let text { say(text, &state) }
        guard isReady else { return [] }
        if state.notice?.text.hasPrefix(starting) == true { state.notice = nil }
        let waiting = state.chaos?.waiting ?? []
        state.chaos?.waiting = nil
        return waiting.reduce(into: [.listFaults]) { $0 += act(on: $1, &state) }
    }
}
