import TerminalUI

extension DashboardUpdate {
    static func press(_ key: Key, _ state: inout DashboardState) -> [DashboardEffect] {
        if case .faults(let selected) = state.overlay, let effects = pressInFaults(key, selected, &state) {
            return effects
        }
        if let effects = pressInPanel(key, &state) { return effects }
        guard let command = KeyMap.command(for: key, hasChaos: state.chaos != nil) else { return [] }
        switch command {
        case .help: toggle(.help(first: 0), &state)
        case .quit: return [.quit(status: 0)]
        case .pause: togglePause(&state)
        case .toggleLoad: return toggleLoad(&state)
        case .slower: return changeRate(by: 0.5, &state)
        case .faster: return changeRate(by: 2, &state)
        case .fix: return whenReady(&state, [.resetFaults])
        case .faults:
            state.overlay = .faults(selected: 0)
            return [.listFaults]
        case .targets: toggle(.targets(first: 0), &state)
        case .alerts: toggle(.alerts(first: 0), &state)
        case .services: toggle(.services(selected: selectedService(state)), &state)
        case .about: toggle(.about(first: 0), &state)
        case .repaint: return [.repaint]
        case .pollNow: return [.pollNow]
        case .back: state.overlay = .none
        }
        return []
    }

    /// Keys that mean something else while the faults panel is open; nil for the others.
    private static func pressInFaults(
        _ key: Key,
        _ selected: Int,
        _ state: inout DashboardState
    ) -> [DashboardEffect]? {
        let faults = state.chaos?.faults ?? []
        switch key {
        case .up, .character("k"): state.overlay = .faults(selected: max(0, selected - 1))
        case .down, .character("j"): state.overlay = .faults(selected: min(max(0, faults.count - 1), selected + 1))
        case .enter, .character(" "):
            guard faults.indices.contains(selected) else { return [] }
            let fault = faults[selected]
            return whenReady(
                &state,
                [.setFault(name: fault.name, route: fault.route, isActive: !fault.isActive)]
            )
        case .escape, .character("x"): state.overlay = .none
        default: return nil
        }
        return []
    }

    private static func togglePause(_ state: inout DashboardState) {
        if state.frozen == nil {
            state.frozen = state.live
            state.frozenSettings = state.settings
            state.pausedAt = state.now
        } else {
            state.frozen = nil
            state.frozenSettings = nil
            state.pausedAt = nil
        }
    }

    private static func toggleLoad(_ state: inout DashboardState) -> [DashboardEffect] {
        guard let chaos = state.chaos else { return [] }
        return chaos.load.isRunning ? [.stopLoad] : whenReady(&state, [.startLoad(rate: chaos.load.rate)])
    }

    private static func changeRate(by factor: Double, _ state: inout DashboardState) -> [DashboardEffect] {
        guard let rate = state.chaos?.load.rate else { return [] }
        let changed = min(max(rate * factor, rateBounds.lowerBound), rateBounds.upperBound)
        guard changed != rate else { return [] }
        state.chaos?.load.rate = changed
        return [.changeRate(changed)]
    }

    private static func whenReady(_ state: inout DashboardState, _ effects: [DashboardEffect]) -> [DashboardEffect] {
        if state.chaos?.isReady == true { return effects }
        say("the service is not up: nothing to act on", &state)
        return []
    }
}
