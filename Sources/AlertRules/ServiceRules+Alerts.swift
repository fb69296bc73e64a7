import GoldenSignals

extension ServiceRules {
    /// The name that all burn-rate alerts of an objective share.
    ///
    /// One name, so that Alertmanager's usual inhibition lets the page silence the warning.
    func burnAlertName(_ objective: ServiceLevelObjective) -> String {
        Self.camelCase(service.service) + Self.camelCase(objective.name) + "ErrorBudgetBurn"
    }

    /// An alert for each pair of windows.
    func burnAlerts(_ objective: ServiceLevelObjective) -> [Rule] {
        objective.windows.map { window in
            Rule(
                kind: .alert(burnAlertName(objective), for: .zero),
                expression: burnExpression(objective, window),
                labels: [
                    (name: "severity", value: window.severity.rawValue),
                    (name: "long_window", value: Self.text(window.long)),
                    (name: "short_window", value: Self.text(window.short)),
                ] + extraLabels,
                annotations: burnAnnotations(objective, window)
            )
        }
    }

    /// Both windows over the limit, and enough events in the long one to mean something.
    ///
    /// The long window's share is the alert's value.
    private func burnExpression(_ objective: ServiceLevelObjective, _ window: BurnRateWindow) -> String {
        let recordings = ObjectiveRecordings(objective, of: service)
        let limit = "\(Self.text(window.factor)) * \(Self.text(objective.budget))"
        let ratio = { (duration: Duration) in
            recordings.merged(recordings.errorRatio(duration))
        }
        let events = recordings.merged(recordings.events(window.long))
        return """
            \(ratio(window.long)) > \(limit)
            and
            \(ratio(window.short)) > \(limit)
            and
            \(events) >= \(objective.minimumEvents)
            """
    }

    private func burnAnnotations(
        _ objective: ServiceLevelObjective,
        _ window: BurnRateWindow
    ) -> [(name: String, value: String)] {
        let (long, factor) = (Self.text(window.long), Self.text(window.factor))
        let bad =
            switch objective.indicator {
            case .availability: "of the requests failed"
            case .latency(let seconds): "of the requests took longer than \(Self.text(seconds)) s"
            case .expressions, .recorded: "of the events were bad"
            }
        let period = Self.text(objective.period)
        let lasts = Self.text(.seconds((objective.period / .seconds(1) / window.factor / 60).rounded(.down) * 60))
        return [
            (
                name: "summary",
                value: "\(service.service) uses up its \(objective.name) budget more than \(factor) times too fast"
            ),
            (
                name: "description",
                value: "{{ $value | humanizePercentage }} \(bad) in the last \(long); "
                    + "\(Self.percent(objective.objective)) are to be good over \(period), so that "
                    + "\(Self.percent(objective.budget)) may be bad. At \(factor) times that a whole budget lasts \(lasts)."
            ),
        ] + runbook(objective.runbook)
    }

    /// The link to a runbook; none without a name or a place.
    func runbook(_ name: String?) -> [(name: String, value: String)] {
        guard let name, let base = service.runbooks else { return [] }
        return [(name: "runbook_url", value: "\(base)/\(name).md")]
    }

    /// Labels of every alert.
    var extraLabels: [(name: String, value: String)] {
        service.labels.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    }
}
