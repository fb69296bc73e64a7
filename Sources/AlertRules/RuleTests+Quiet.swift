import GoldenSignals

extension RuleTests {
    /// Cases in which nobody is to be paged: no failures, no traffic, too few requests.
    func quietCases(_ objective: ServiceLevelObjective, _ traffic: Traffic) -> [RuleTestCase] {
        guard let window = objective.windows.first, traffic.canBeFed else { return [] }
        let at = traffic.whole(window.long)
        let (ratio, steps) = (ratio(objective, window), traffic.steps(at) + 1)
        let budget = "slo:period_error_budget_remaining:ratio\(rules.selector(objective))"
        let silence = RuleTestCase.AlertTest(at: at, alert: rules.burnAlertName(objective), expected: [])
        let cases = [
            // The share is 0, also where no series of failures was ever there.
            RuleTestCase(
                name: "\(objective.name): nothing fails",
                step: traffic.step,
                series: traffic.series([.init(badShare: 0, steps: steps)]),
                alerts: [silence],
                queries: [
                    .init(at: at, expression: "max(\(ratio))", value: "0"),
                    .init(at: at, expression: "max(\(budget))", value: "1"),
                ]
            ),
            // There is no share: neither 0 % nor 100 %.
            RuleTestCase(
                name: "\(objective.name): no traffic",
                step: traffic.step,
                series: traffic.constant(steps: steps),
                alerts: [silence],
                queries: [.init(at: at, expression: ratio, value: nil)]
            ),
        ]
        return cases + fewEvents(objective, window, traffic)
    }

    /// Fewer failures than are needed page nobody, though nothing else came; enough of them do.
    private func fewEvents(
        _ objective: ServiceLevelObjective,
        _ window: BurnRateWindow,
        _ traffic: Traffic
    ) -> [RuleTestCase] {
        // From 8 on, four times the third of it are enough, and four times the fifth are not.
        guard objective.minimumEvents >= 8, window.canFire(budget: objective.budget) else { return [] }
        return [(objective.minimumEvents / 5, 0), (objective.minimumEvents / 3, 1)].map { eachStep, count in
            let at = traffic.step * 6
            return RuleTestCase(
                name: "\(objective.name): all of \(eachStep * 4) requests fail",
                step: traffic.step,
                series: traffic.series([
                    .init(badShare: 1, steps: 4, eventsPerStep: eachStep),
                    .init(badShare: 0, steps: traffic.steps(window.long), eventsPerStep: 0),
                ]),
                queries: [
                    .init(at: at, expression: "max(\(ratio(objective, window)))", value: "1"),
                    firing(window, objective, at: at, count),
                ]
            )
        }
    }

    /// The recorded share of bad events over the long window.
    func ratio(_ objective: ServiceLevelObjective, _ window: BurnRateWindow) -> String {
        "slo:sli_error:ratio_rate\(ServiceRules.text(window.long))\(rules.selector(objective))"
    }
}
