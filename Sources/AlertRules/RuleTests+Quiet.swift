import GoldenSignals

extension RuleTests {
    /// Cases in which nobody is to be paged: no failures, no traffic, too few requests.
    func quietCases(_ objective: ServiceLevelObjective, _ traffic: Traffic) -> [RuleTestCase?] {
        guard let window = objective.windows.first, traffic.canBeFed else { return [] }
        return [noFailures(objective, window, traffic), idle(objective, window, traffic)]
            + fewEvents(objective, window, traffic)
    }

    /// Without any failure the share is 0, also where no series of failures was ever there.
    private func noFailures(
        _ objective: ServiceLevelObjective,
        _ window: BurnRateWindow,
        _ traffic: Traffic
    ) -> RuleTestCase {
        let at = traffic.whole(window.long)
        var test = RuleTestCase(
            name: "\(objective.name): nothing fails",
            step: traffic.step,
            series: traffic.withoutFailures(steps: traffic.steps(at) + 1)
        )
        test.queries = [
            .init(at: at, expression: "max(\(ratio(objective, window)))", expected: [("{}", "0")]),
            .init(
                at: at,
                expression: "max(slo:period_error_budget_remaining:ratio\(rules.selector(objective)))",
                expected: [("{}", "1")]
            ),
        ]
        test.alerts = [.init(at: at, alert: rules.burnAlertName(objective), expected: [])]
        return test
    }

    /// Without traffic there is no share: neither 0 % nor 100 %.
    private func idle(
        _ objective: ServiceLevelObjective,
        _ window: BurnRateWindow,
        _ traffic: Traffic
    ) -> RuleTestCase {
        let at = traffic.whole(window.long)
        var test = RuleTestCase(
            name: "\(objective.name): no traffic",
            step: traffic.step,
            series: traffic.constant(steps: traffic.steps(at) + 1)
        )
        test.queries = [.init(at: at, expression: ratio(objective, window), expected: [])]
        test.alerts = [.init(at: at, alert: rules.burnAlertName(objective), expected: [])]
        return test
    }

    /// Fewer failures than are needed page nobody, though nothing else came; enough of them do.
    private func fewEvents(
        _ objective: ServiceLevelObjective,
        _ window: BurnRateWindow,
        _ traffic: Traffic
    ) -> [RuleTestCase?] {
        guard objective.minimumEvents >= 8, window.canFire(budget: objective.budget) else { return [] }
        return [objective.minimumEvents / 5, objective.minimumEvents / 3].enumerated().map { index, eachStep in
            let at = traffic.step * 6
            var test = RuleTestCase(
                name: "\(objective.name): all of \(eachStep * 4) requests fail",
                step: traffic.step,
                series: traffic.few(eachStep: eachStep, steps: traffic.steps(traffic.whole(window.long)))
            )
            test.queries = [
                .init(at: at, expression: "max(\(ratio(objective, window)))", expected: [("{}", "1")]),
                firing(window, objective, at: at, eachStep * 4 >= objective.minimumEvents ? 1 : 0),
            ]
            return index == 1 && eachStep * 4 < objective.minimumEvents ? nil : test
        }
    }

    private func ratio(_ objective: ServiceLevelObjective, _ window: BurnRateWindow) -> String {
        "slo:sli_error:ratio_rate\(ServiceRules.text(window.long))\(rules.selector(objective))"
    }
}
