import GoldenSignals

/// Unit tests that prove a service's rules: that they page when they should, and only then.
package struct RuleTests {
    /// The path of the rule file, as seen from the file of tests.
    let ruleFile: String
    let rules: ServiceRules
    let note: String

    /// Tests of rules; `source` is what they are made from.
    package init(_ rules: ServiceRules, ruleFile: String, source: String) {
        self.rules = rules
        self.ruleFile = ruleFile
        note = "Made by `sretop rules --format tests` from \(source); run it with `promtool test rules`."
    }

    /// The file for `promtool test rules`.
    package func file() throws -> String {
        let cases = rules.service.objectives.flatMap(cases) + guardCases
        let document = YAMLDocument.mapping([
            ("rule_files", YAMLDocument.sequence([YAMLDocument.text(ruleFile)])),
            ("evaluation_interval", YAMLDocument.text(ServiceRules.text(cases.map(\.step).min() ?? .seconds(60)))),
            ("tests", YAMLDocument.sequence(cases.map(\.node))),
        ])
        return try YAMLDocument.text(document, note: note)
    }

    private func cases(_ objective: ServiceLevelObjective) -> [RuleTestCase] {
        guard let traffic = Traffic(objective, of: rules.service) else { return [] }
        return [everythingFails(objective, traffic), onset(objective, traffic)].compactMap { $0 }
            + limits(objective, traffic) + quietCases(objective, traffic)
    }

    /// All pairs of windows that can fire do, and the budget is told as it is.
    private func everythingFails(_ objective: ServiceLevelObjective, _ traffic: Traffic) -> RuleTestCase? {
        guard let first = objective.windows.first, let labels = traffic.groupingLabels else { return nil }
        let at = traffic.whole(first.long) + traffic.step * 4
        var test = RuleTestCase(
            name: "\(objective.name): everything fails",
            step: traffic.step,
            series: traffic.series([.init(badShare: 1, steps: traffic.steps(at) + 1)])
        )
        let alerts = rules.burnAlerts(objective)
        let firing = zip(objective.windows, alerts).filter { $0.0.canFire(budget: objective.budget) }.map(\.1)
        let own = [(name: "slo", value: rules.service.identifier(of: objective))]
        test.alerts = [
            .init(
                at: at,
                alert: rules.burnAlertName(objective),
                expected: firing.map { Self.expected($0, labels: labels + own, value: "100%") }
            )
        ]
        if traffic.canBeFed {
            test.queries = spent(objective, traffic).map { name, value in
                .init(
                    at: at,
                    expression: "round(max(\(name)\(rules.selector(objective))), 0.001)",
                    value: ServiceRules.text(value)
                )
            }
        }
        return test
    }

    /// What the records say where everything fails.
    private func spent(_ objective: ServiceLevelObjective, _ traffic: Traffic) -> [(name: String, value: Double)] {
        let base = objective.allWindows.first.map(ServiceRules.text) ?? ""
        let perSecond = Double(Traffic.eventsPerStep) / (traffic.step / .seconds(1))
        let burn = 1 / objective.budget
        let values = [
            ("slo:current_burn_rate:ratio", burn), ("slo:period_error_budget_remaining:ratio", 1 - burn),
            ("slo:sli_errors:rate\(base)", perSecond), ("slo:sli_events:rate\(base)", perSecond),
        ]
        return values.map { ($0.0, ($0.1 * 1000).rounded() / 1000) }
    }

    /// The first pair fires when its share of the budget is gone, not before, and ends with the errors, while its long
    /// window is still over the limit.
    private func onset(_ objective: ServiceLevelObjective, _ traffic: Traffic) -> RuleTestCase? {
        guard let window = objective.windows.first(where: { $0.canFire(budget: objective.budget) }) else { return nil }
        let limit = window.threshold(budget: objective.budget)
        let (long, healthy) = (traffic.whole(window.long), traffic.whole(window.short) + traffic.step)
        // Of a long window full of errors this is left when the short one has none any more.
        let left = 1 - healthy / long
        let chosen = [limit * 1.25, limit * 1.02 / left].lazy.compactMap(Traffic.share).max()
        guard let share = chosen ?? (limit < 0.97 ? 1 : nil),
            let detection = window.detection(errorShare: share, budget: objective.budget)
        else { return nil }
        var test = RuleTestCase(
            name: "\(objective.name): \(ServiceRules.percent(share)) bad from \(ServiceRules.text(long)) on, "
                + "for \(ServiceRules.text(long)); an alert after \(ServiceRules.text(detection))",
            step: traffic.step,
            series: traffic.series([
                .init(badShare: 0, steps: traffic.steps(long)),
                .init(badShare: share, steps: traffic.steps(long)),
                .init(badShare: 0, steps: traffic.steps(healthy) + 1),
            ])
        )
        let end = long + long + healthy
        let found = min(traffic.whole(detection) + traffic.step * 3, long)
        let moments: [(Duration, Int)] = [
            (long, 0), (long + traffic.whole(detection * 0.6), 0), (long + found, 1), (long + long, 1), (end, 0),
        ]
        test.queries = moments.map { moment, count in firing(window, objective, at: moment, count) }
        if share * left > limit {
            let over = "max(\(ratio(objective, window))) > bool \(ServiceRules.text(limit))"
            test.queries.append(.init(at: end, expression: over, value: "1"))
        }
        return test
    }

    /// Just over each limit those pairs fire whose limit it is, and those with lower ones; just under it only these.
    private func limits(_ objective: ServiceLevelObjective, _ traffic: Traffic) -> [RuleTestCase] {
        let thresholds = objective.windows.map { $0.threshold(budget: objective.budget) }
        let reachable = Set(thresholds).filter { $0 * 1.01 < 1 && $0 * Double(Traffic.eventsPerStep) >= 200 }
        return reachable.sorted().flatMap { limit in [limit * 0.99, limit * 1.01] }.map { share in
            let at = traffic.step * 12
            return RuleTestCase(
                name: "\(objective.name): \(ServiceRules.percent(share)) bad all the time",
                step: traffic.step,
                series: traffic.series([.init(badShare: share, steps: traffic.steps(at) + 1)]),
                queries: zip(objective.windows, thresholds).map { window, threshold in
                    firing(window, objective, at: at, share > threshold ? 1 : 0)
                }
            )
        }
    }

    /// Whether a pair's alert fires at a time.
    func firing(
        _ window: BurnRateWindow,
        _ objective: ServiceLevelObjective,
        at moment: Duration,
        _ count: Int
    ) -> RuleTestCase.QueryTest {
        let alerts = """
            ALERTS{alertname="\(rules.burnAlertName(objective))",alertstate="firing",\
            long_window="\(ServiceRules.text(window.long))",short_window="\(ServiceRules.text(window.short))"}
            """
        return .init(at: moment, expression: "count(\(alerts)) or vector(0)", value: "\(count)")
    }

    /// What an alert says of a value.
    static func expected(
        _ alert: Rule,
        labels: [(name: String, value: String)],
        value: String
    ) -> RuleTestCase.ExpectedAlert {
        let set = Set(alert.labels.map(\.name))
        return RuleTestCase.ExpectedAlert(
            labels: labels.filter { !set.contains($0.name) } + alert.labels,
            annotations: alert.annotations.map {
                (name: $0.name, value: $0.value.replacing("{{ $value | humanizePercentage }}", with: value))
            }
        )
    }
}
