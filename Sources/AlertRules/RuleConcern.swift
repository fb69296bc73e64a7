package import GoldenSignals

/// Something in the objectives that will not do what it seems to.
package struct RuleConcern: Sendable, Equatable {
    /// Whether rules should not be made at all: they would promise what cannot be.
    package let isFatal: Bool
    /// One line: which objective, what is wrong, what would be right.
    package let text: String

    /// Concerns that the file alone shows.
    ///
    /// `bounds` are the histogram's, in seconds, where they are known; `retention` that of the Prometheus, where it was
    /// asked.
    package static func all(
        in service: ServiceObjectives,
        bounds: [Double]?,
        retention: Duration?
    ) -> [RuleConcern] {
        service.objectives.flatMap { objective in
            firing(objective) + bound(objective, among: bounds)
                + lasting(objective, retention: retention ?? service.retention) + pace(objective, service.interval)
                + counting(objective, service.profile)
        }
    }

    private init(_ objective: ServiceLevelObjective, _ text: String, isFatal: Bool = false) {
        self.text = "\(objective.name): \(text)"
        self.isFatal = isFatal
    }

    /// Rules that are evaluated too seldom see short windows too late.
    private static func pace(_ objective: ServiceLevelObjective, _ interval: Duration?) -> [RuleConcern] {
        guard let interval, let shortest = objective.allWindows.first, interval > shortest / 4 else { return [] }
        let (every, window) = (ServiceRules.text(interval), ServiceRules.text(shortest))
        let text = "rules every \(every) are too seldom for a window of \(window): a quarter of it at most"
        return [RuleConcern(objective, text)]
    }

    /// What a reader should know of the profile's histogram.
    private static func counting(_ objective: ServiceLevelObjective, _ profile: MetricProfile?) -> [RuleConcern] {
        guard case .latency(let seconds) = objective.indicator, let profile else { return [] }
        let interpolated =
            "\(ServiceRules.text(seconds)) s is looked for in native histograms: "
            + "the share is estimated within a bucket, unless it is a bound of one"
        let note = profile.note.map { "of the profile \(profile.name): \($0)" }
        return [profile.storage.hasNative ? interpolated : nil, note].compactMap { $0 }
            .map { RuleConcern(objective, $0) }
    }

    /// No more than everything can fail: a factor is out of reach where factor times budget is all of it.
    private static func firing(_ objective: ServiceLevelObjective) -> [RuleConcern] {
        let silent = objective.windows.filter { !$0.canFire(budget: objective.budget) }
        if let first = silent.first, silent.count == objective.windows.count {
            return [RuleConcern(objective, "no alert can ever fire: \(reason(first, objective))", isFatal: true)]
        }
        return silent.map { window in
            let windows = "\(ServiceRules.text(window.long))/\(ServiceRules.text(window.short))"
            return RuleConcern(
                objective,
                "the alert over \(windows) can never fire: \(reason(window, objective))"
            )
        }
    }

    private static func reason(_ window: BurnRateWindow, _ objective: ServiceLevelObjective) -> String {
        let (factor, budget) = (ServiceRules.text(window.factor), ServiceRules.percent(objective.budget))
        let share = ServiceRules.percent(window.threshold(budget: objective.budget))
        let least = (1 - 1 / window.factor) * 100
        let needed = (least * 100).rounded(.up) / 100
        return "\(factor) times a budget of \(budget) is \(share) of all requests; "
            + "it needs an objective above \(ServiceRules.text(needed))%"
    }

    private static func bound(_ objective: ServiceLevelObjective, among bounds: [Double]?) -> [RuleConcern] {
        guard case .latency(let seconds) = objective.indicator, let bounds, !bounds.isEmpty,
            !bounds.contains(where: { abs($0 - seconds) < 1e-9 })
        else { return [] }
        let below = bounds.filter { $0 < seconds }.max()
        let above = bounds.filter { $0 > seconds && $0.isFinite }.min()
        let near = [below, above].compactMap { $0.map(ServiceRules.text) }.joined(separator: " or ")
        let text =
            "\(ServiceRules.text(seconds)) s is no bound of the latency histogram, so that nothing would be counted; "
            + "take \(near) s"
        return [RuleConcern(objective, text, isFatal: true)]
    }

    private static func lasting(_ objective: ServiceLevelObjective, retention: Duration?) -> [RuleConcern] {
        let longest = max(objective.period, objective.windows.map(\.long).max() ?? .zero)
        let assumed = retention ?? ServiceObjectives.usualRetention
        guard longest > assumed else { return [] }
        let kept = ServiceRules.text(assumed) + (retention == nil ? " where `retention` says nothing else" : "")
        let text =
            "Prometheus keeps \(kept), less than \(ServiceRules.text(longest)): the budget covers only what it keeps"
        return [RuleConcern(objective, text)]
    }
}
