package import GoldenSignals

// Objectives are asked about in full only while somebody looks at them.
extension DashboardUpdate {
    /// Does something, and says outside where that opened or closed the objectives.
    static func watchingObjectives(
        _ state: inout DashboardState,
        _ work: (inout DashboardState) -> [DashboardEffect]
    ) -> [DashboardEffect] {
        let before = state.overlay.showsObjectives
        let effects = work(&state)
        let now = state.overlay.showsObjectives
        return now == before ? effects : effects + [.objectives(areShown: now)]
    }
}

extension DashboardState.Overlay {
    fileprivate var showsObjectives: Bool {
        if case .objectives = self { true } else { false }
    }
}

extension DashboardState {
    /// How objectives are kept, those of the service on the screen first, then the worst.
    package var objectives: [ObjectiveReport] {
        let reports = shown.report?.objectives ?? []
        let service = shownSettings.service
        return reports.enumerated().sorted { left, right in
            let (leftIsOwn, rightIsOwn) = (left.element.concerns(service), right.element.concerns(service))
            if leftIsOwn != rightIsOwn { return leftIsOwn }
            if left.element.isWorse(than: right.element) { return true }
            return !right.element.isWorse(than: left.element) && left.offset < right.offset
        }
        .map(\.element)
    }

    /// Those that somebody promised: what is usual stands in the panel alone.
    package var promised: [ObjectiveReport] { objectives.filter { $0.origin != .usual } }
}

extension ObjectiveReport {
    /// Whether it is about a service, as far as its name tells.
    fileprivate func concerns(_ name: String) -> Bool {
        service == name || service.isEmpty || status.objective.name.hasPrefix("\(name)-")
    }
}
