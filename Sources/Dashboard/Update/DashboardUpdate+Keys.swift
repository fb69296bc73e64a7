import GoldenSignals
import TerminalUI

extension DashboardUpdate {
    static func press(_ key: Key, _ state: inout DashboardState) -> [DashboardEffect] {
        // Whoever presses a key looks at what is there.
        state.follow.isOn = false
        if let effects = pressInNote(key, &state) { return effects }
        if let effects = pressInFaultInput(key, &state) { return effects }
        if let effects = pressInQuery(key, &state) { return effects }
        if let effects = pressInWindow(key, &state) { return effects }
        if pressInFilter(key, &state) { return [] }
        if case .faults(let selected) = state.overlay, let effects = pressInFaults(key, selected, &state) {
            return effects
        }
        if let effects = pressInPanel(key, &state) { return effects }
        let isReplay = state.replay != nil
        guard let command = KeyMap.command(for: key, hasChaos: state.chaos != nil, isReplay: isReplay) else {
            // A key that does nothing here looks like one that is broken.
            if KeyMap.command(for: key, hasChaos: true) != nil {
                say("load and faults are the demo's: sretop demo has a service to break", &state)
            } else if !state.hasToldOfKeys {
                // Once: somebody who types into the wrong window is not to be answered each letter.
                state.hasToldOfKeys = true
                say("\(key.label) does nothing here; ? lists the keys", &state)
            }
            return []
        }
        return perform(command, key, &state)
    }

    private static func perform(_ command: Command, _ key: Key, _ state: inout DashboardState) -> [DashboardEffect] {
        if let effects = performInReplay(command, &state) { return effects }
        switch command {
        case .help: toggle(.help(first: 0), &state)
        case .quit: return [.quit(status: 0)]
        case .pause:
            togglePause(&state)
            guard let replay = state.replay else { return [] }
            return [.play(speed: replay.speed, isHeld: state.frozen != nil)]
        case .nextSignal: focus(key, &state)
        case .open: return openFocus(&state)
        case .up, .down: moveFocus(command, &state)
        case .expressions: toggle(.expressions(first: 0), &state)
        case .earlier, .later, .first, .live: return moveCursor(command, key, &state)
        case .nextEvent, .previousEvent: return stepEvent(command, &state)
        case .mark: return mark(&state)
        case .note: beginNote(&state)
        case .compare: return compare(&state)
        case .zoomIn, .zoomOut, .panBack, .panOn, .reset: return move(command, &state) + followHeat(&state)
        case .heatmap: return toggleHeat(&state)
        case .copy, .copyExpressions: return copy(command, &state)
        case .keep: return [.keepEvidence]
        case .query: openQuery(&state)
        case .window: beginWindow(&state)
        case .group: return group(&state)
        case .toggleLoad, .fix: return act(on: command, &state)
        case .slower: return changeRate(by: 0.5, &state)
        case .faster: return changeRate(by: 2, &state)
        case .faults:
            state.overlay = .faults(selected: 0)
            return [.listFaults]
        case .targets: toggle(.targets(first: 0), &state)
        case .alerts: toggle(.alerts(first: 0), &state)
        case .events: toggle(.events(first: 0), &state)
        case .objectives: toggle(.objectives(first: 0), &state)
        case .services: toggle(.services(selected: selectedService(state)), &state)
        case .worst: return openWorst(&state)
        case .sort, .reverse, .filter: arrange(command, &state)
        case .about: toggle(.about(first: 0), &state)
        case .timeZone, .axis, .colors, .mouse: change(command, &state)
        case .repaint: return [.repaint]
        case .pollNow: return [.pollNow]
        case .back: return goBack(&state)
        }
        return []
    }

    /// Puts a signal's chart first: the digit's, or the one after the present one.
    private static func focus(_ key: Key, _ state: inout DashboardState) {
        let all = Signal.allCases
        if let signal = KeyMap.signal(for: key) {
            state.focus = state.focus == signal ? nil : signal
        } else {
            let place = state.focus?.index ?? (key == .backTab ? all.count : -1)
            let next = key == .backTab ? place - 1 : place + 1
            state.focus = all.indices.contains(next) ? all[next] : nil
        }
        state.row = nil
        if state.focus == nil { state.isMaximized = false }
    }

    private static func group(_ state: inout DashboardState) -> [DashboardEffect] {
        let known = state.live.report?.dimensions ?? []
        guard known.count > 1 else {
            say("the requests carry no other label to group by", &state)
            return []
        }
        let shown = state.live.snapshot?.breakdown?.dimension ?? state.dimension
        // Several presses in a row go on from what was asked for, not from what was answered.
        let place = known.firstIndex(of: known.contains(state.dimension) ? state.dimension : shown) ?? 0
        state.dimension = known[(place + 1) % known.count]
        say("who: by \(state.dimension.rawValue)", &state)
        return [.group(by: state.dimension)] + lookAgain(&state)
    }

    /// What is about the look alone.
    private static func change(_ command: Command, _ state: inout DashboardState) {
        switch command {
        case .timeZone:
            state.settings.isLocalTime.toggle()
            say(state.settings.isLocalTime ? "times are local" : "times are in UTC", &state)
        case .axis:
            state.settings.isLatencyLinear.toggle()
            say("the latency axis is \(state.settings.isLatencyLinear ? "linear" : "logarithmic")", &state)
        case .colors:
            state.settings.theme = state.settings.theme.next
            say("colours: \(state.settings.theme.rawValue)", &state)
        case .mouse:
            state.settings.isMouseOn.toggle()
            say(state.settings.isMouseOn ? "mouse on; Shift selects text" : "mouse off", &state)
        default: break
        }
        // A frozen screen keeps its numbers, not its look.
        state.frozenSettings?.takeLook(of: state.settings)
    }

    /// Closes what is open, one thing a press.
    private static func goBack(_ state: inout DashboardState) -> [DashboardEffect] {
        if state.overlay != .none {
            state.overlay = .none
        } else if state.cursor != nil {
            return goLive(&state)
        } else if state.isMaximized {
            state.isMaximized = false
        } else if state.row != nil {
            state.row = nil
        } else if let effects = widen(&state) {
            return effects
        } else if state.isFromList {
            state.isFromList = false
            state.overlay = .services(selected: selectedService(state))
        } else {
            state.focus = nil
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
            guard state.replay == nil else {
                say(onlyRecorded, &state)
                return []
            }
            let fault = faults[selected]
            if fault.isActive { state.chaos?.switchedOff = state.now }
            return whenReady(
                &state,
                [.setFault(name: fault.name, route: fault.route, isActive: !fault.isActive)]
            )
        case .character("s"):
            guard state.replay == nil else {
                say(onlyRecorded, &state)
                return []
            }
            state.chaos?.input = InputLine(prompt: "sretop faults set ", limit: 1024)
        case .escape, .character("x"): state.overlay = .none
        default: return nil
        }
        return []
    }

    private static func togglePause(_ state: inout DashboardState) {
        if state.frozen == nil {
            state.frozen = state.live
            state.frozenSettings = state.settings
            state.frozenServices = state.servicesList
            state.pausedAt = state.now
        } else {
            state.frozen = nil
            state.frozenSettings = nil
            state.frozenServices = nil
            state.pausedAt = nil
        }
    }

    /// Switches the load or the faults, or keeps the wish until the target is there for the first time: the screen can be
    /// seen before it.
    static func act(on command: Command, _ state: inout DashboardState) -> [DashboardEffect] {
        guard let chaos = state.chaos else { return [] }
        if command == .toggleLoad, chaos.load.isRunning { return [.stopLoad] }
        guard chaos.isReady || chaos.waiting == nil else { return keep(command, &state) }
        if command == .fix, chaos.isReady { state.chaos?.switchedOff = state.now }
        return whenReady(&state, [command == .fix ? .resetFaults : .startLoad(rate: chaos.load.rate)])
    }

    /// What a notice begins with that is over as soon as the target is there.
    static let starting = "the service is starting"

    /// A second press of the load's key takes the first one back.
    private static func keep(_ command: Command, _ state: inout DashboardState) -> [DashboardEffect] {
        var waiting = state.chaos?.waiting ?? []
        if let index = waiting.firstIndex(of: command) {
            if command == .toggleLoad { waiting.remove(at: index) }
        } else {
            waiting.append(command)
        }
        state.chaos?.waiting = waiting
        let key = KeyMap.hint(command)?.key ?? ""
        let what = waiting.contains(command) ? "\(key) waits for it" : "the load is not started"
        say("\(starting): \(what)", &state)
        return []
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
