import GoldenSignals
import TerminalUI

extension DashboardUpdate {
    /// Opens a panel, or closes it where it is the one that is open.
    static func toggle(_ panel: DashboardState.Overlay, _ state: inout DashboardState) {
        state.overlay = state.overlay.isSameKind(as: panel) ? .none : panel
    }

    /// The row of the service that is shown; the first one where it is not among them.
    static func selectedService(_ state: DashboardState) -> Int {
        guard let report = state.live.report else { return 0 }
        return state.listedServices.firstIndex { report.isAbout($0.service, called: $0.service.name, by: $0.profile) }
            ?? 0
    }

    /// The service that is highlighted in the open panel; nil without one.
    static func selectedRow(_ state: DashboardState) -> ServiceOverview? {
        guard case .services(let selected) = state.overlay else { return nil }
        let listed = state.listedServices
        return listed.indices.contains(selected) ? listed[selected] : nil
    }

    /// Keys that move within the open panel; nil for the others.
    static func pressInPanel(_ key: Key, _ state: inout DashboardState) -> [DashboardEffect]? {
        switch state.overlay {
        case .none, .faults: return nil
        case .help(let first):
            // The legend's rows follow those of the keys.
            let rows = KeyMap.available(hasChaos: state.chaos != nil, isReplay: state.replay != nil).count + 5
            guard let row = moved(first, by: key, count: rows, state) else { return nil }
            state.overlay = .help(first: row)
        case .targets(let first):
            guard let row = moved(first, by: key, count: state.shown.targets.count, state) else { return nil }
            state.overlay = .targets(first: row)
        case .alert(let alert, let first):
            if key == .escape {
                state.overlay = .alerts(first: alertPlace(alert, state))
                return []
            }
            let count = DashboardView.alertEntryCount(alert, state)
            guard let row = moved(first, by: key, count: count, state) else { return nil }
            state.overlay = .alert(alert, first: row)
        case .alerts(let first):
            if key == .enter { return openAlert(first, &state) }
            guard let row = moved(first, by: key, count: state.shown.report?.alerts.count ?? 0, state) else {
                return nil
            }
            state.overlay = .alerts(first: row)
        case .about(let first):
            guard let row = moved(first, by: key, count: state.shown.report?.explanation.count ?? 0, state) else {
                return nil
            }
            state.overlay = .about(first: row)
        case .events(let first):
            guard let row = moved(first, by: key, count: state.shown.events.count, state) else { return nil }
            state.overlay = .events(first: row)
        case .expressions(let first):
            if key == .enter {
                openQuery(&state)
                return []
            }
            guard let row = moved(first, by: key, count: DashboardView.expressionCount(state), state) else {
                return nil
            }
            state.overlay = .expressions(first: row)
        case .objectives(let first):
            guard let row = moved(first, by: key, count: DashboardView.objectiveRowCount(state), state) else {
                return nil
            }
            state.overlay = .objectives(first: row)
        case .services(let selected):
            let services = state.listedServices
            if key == .enter { return open(services, selected, &state) }
            guard let row = moved(selected, by: key, count: services.count, state) else { return nil }
            state.overlay = .services(selected: row)
        }
        return []
    }

    static func open(
        _ services: [ServiceOverview],
        _ selected: Int,
        _ state: inout DashboardState
    ) -> [DashboardEffect] {
        state.overlay = .none
        state.servicesList.input = nil
        guard services.indices.contains(selected) else { return [] }
        guard state.replay == nil else {
            say(onlyRecorded, &state)
            return []
        }
        let chosen = services[selected]
        state.isFromList = true
        state.follow.reason = nil
        say("asking for \(chosen.service.name) by the profile \(chosen.profile); Esc returns", &state)
        return [.selectService(chosen.service, profile: chosen.profile)]
    }

    /// Sort, direction and filter of the list of services, which they open.
    static func arrange(_ command: Command, _ state: inout DashboardState) {
        switch command {
        case .sort: state.servicesList.order = state.servicesList.order.next
        case .reverse: state.servicesList.isReversed.toggle()
        default: state.servicesList.input = InputLine(prompt: "/", text: state.servicesList.filter)
        }
        state.overlay = .services(selected: 0)
    }

    /// Keys while the filter is being written: every one of them is text.
    ///
    /// - Returns: false where no filter is being written.
    static func pressInFilter(_ key: Key, _ state: inout DashboardState) -> Bool {
        guard var input = state.servicesList.input else { return false }
        switch key {
        case .enter: state.servicesList.input = nil
        case .escape, .control("c"):
            state.servicesList.input = nil
            state.servicesList.filter = ""
        case .up, .down:
            guard case .services(let selected) = state.overlay else { break }
            let count = state.listedServices.count
            state.overlay = .services(selected: moved(selected, by: key, count: count, state) ?? selected)
        default:
            guard input.press(key) else { break }
            state.servicesList.input = input
            guard state.servicesList.filter != input.text else { break }
            state.servicesList.filter = input.text
            state.overlay = .services(selected: 0)
        }
        return true
    }

    /// The row after a moving key; nil for any other key.
    private static func moved(_ row: Int, by key: Key, count: Int, _ state: DashboardState) -> Int? {
        let last = max(0, count - 1)
        switch key {
        case .up, .character("k"): return max(0, row - 1)
        case .down, .character("j"): return min(last, row + 1)
        case .pageUp: return DashboardView.paged(row, isDown: false, state)
        case .pageDown: return min(last, DashboardView.paged(row, isDown: true, state))
        case .home: return 0
        case .end: return last
        default: return nil
        }
    }
}

extension DashboardState.Overlay {
    /// Whether it is the same panel, whatever its row.
    func isSameKind(as other: DashboardState.Overlay) -> Bool {
        switch (self, other) {
        case (.none, .none), (.help, .help), (.faults, .faults), (.targets, .targets), (.alerts, .alerts),
            (.services, .services), (.about, .about), (.events, .events), (.expressions, .expressions),
            (.objectives, .objectives), (.alert, .alert):
            true
        default: false
        }
    }
}
