import GoldenSignals

extension ServiceRules {
    /// What an objective's alerts and dashboards need, recorded: ratios over each window, events, budget.
    func recordings(_ objective: ServiceLevelObjective) -> [Rule] {
        let slo = (name: "slo", value: service.identifier(of: objective))
        var rules: [Rule] = []
        for window in objective.allWindows {
            let text = Self.text(window)
            guard let indicator = service.indicator(objective, window: window) else { continue }
            let labels = [slo, (name: "window", value: text)]
            rules.append(.record(ObjectiveRecordings.errorRatioMetric(window), indicator.errorRatio, labels: labels))
        }
        for window in Set(objective.windows.map(\.long)).sorted() {
            let text = Self.text(window)
            guard let indicator = service.indicator(objective, window: window) else { continue }
            let labels = [slo, (name: "window", value: text)]
            rules.append(.record(ObjectiveRecordings.eventsMetric(window), indicator.count, labels: labels))
        }
        return rules + periodRecordings(objective, slo: slo) + constants(objective, slo: slo)
    }

    /// The budget over the whole period.
    ///
    /// The period's share is the sum of all errors over the sum of all events: a mean of ratios would count a quiet
    /// night as much as a busy day.
    private func periodRecordings(_ objective: ServiceLevelObjective, slo: (name: String, value: String)) -> [Rule] {
        guard let shortest = objective.allWindows.first else { return [] }
        let (base, period) = (Self.text(shortest), Self.text(objective.period))
        guard let indicator = service.indicator(objective, window: shortest) else { return [] }
        let recordings = ObjectiveRecordings(objective, of: service)
        let picked = recordings.selector
        var rules: [Rule] = [
            .record("slo:sli_errors:rate\(base)", indicator.errors, labels: [slo]),
            .record("slo:sli_events:rate\(base)", indicator.total, labels: [slo]),
        ]
        if !objective.allWindows.contains(objective.period) {
            let errors = "sum_over_time(slo:sli_errors:rate\(base)\(picked)[\(period)])"
            let events = "sum_over_time(slo:sli_events:rate\(base)\(picked)[\(period)])"
            rules.append(
                .record(
                    ObjectiveRecordings.errorRatioMetric(objective.period),
                    "\(errors) / (\(events) > 0)",
                    labels: [slo, (name: "window", value: period)]
                )
            )
        }
        let budget = Self.text(objective.budget)
        return rules + [
            .record(
                "slo:current_burn_rate:ratio",
                "\(recordings.merged(recordings.errorRatio(shortest))) / \(budget)",
                labels: [slo]
            ),
            .record(
                ObjectiveRecordings.budgetLeftMetric,
                "1 - \(recordings.merged(recordings.errorRatio(objective.period))) / \(budget)",
                labels: [slo]
            ),
        ]
    }

    private func constants(_ objective: ServiceLevelObjective, slo: (name: String, value: String)) -> [Rule] {
        [
            .record("slo:objective:ratio", "vector(\(Self.text(objective.objective)))", labels: [slo]),
            .record("slo:error_budget:ratio", "vector(\(Self.text(objective.budget)))", labels: [slo]),
            .record("slo:period:seconds", "vector(\(Self.text(objective.period / .seconds(1))))", labels: [slo]),
        ]
    }
}
