import GoldenSignals
import PromQL
import Yams

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
        return [
            everythingFails(objective, traffic), onset(objective, traffic), noFailures(objective, traffic),
            idle(objective, traffic), fewEvents(objective, traffic),
        ]
        .compactMap { $0 }
    }

    /// All pairs of windows that can fire do.
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
        test.alerts = [
            .init(
                at: at,
                alert: rules.burnAlertName(objective),
                expected: firing.map { expected($0, labels: labels, objective, value: "100%") }
            )
        ]
        return test
    }

    /// The first pair fires when its share of the budget is gone, not before, and ends with the errors.
    private func onset(_ objective: ServiceLevelObjective, _ traffic: Traffic) -> RuleTestCase? {
        let firing = objective.windows.first { $0.canFire(budget: objective.budget) }
        guard let window = firing, let share = Traffic.share(over: window.threshold(budget: objective.budget)),
            let detection = window.detection(errorShare: share, budget: objective.budget)
        else { return nil }
        let (long, found) = (traffic.whole(window.long), traffic.whole(detection) + traffic.step * 3)
        let healthy = traffic.whole(window.short) + traffic.step * 3
        var test = RuleTestCase(
            name: "\(objective.name): \(ServiceRules.percent(share)) bad from \(ServiceRules.text(long)) on, "
                + "for \(ServiceRules.text(found)); an alert after \(ServiceRules.text(detection))",
            step: traffic.step,
            series: traffic.series([
                .init(badShare: 0, steps: traffic.steps(long)),
                .init(badShare: share, steps: traffic.steps(found)),
                .init(badShare: 0, steps: traffic.steps(healthy) + 1),
            ])
        )
        let alerts = """
            ALERTS{alertname="\(rules.burnAlertName(objective))",alertstate="firing",\
            long_window="\(ServiceRules.text(window.long))",short_window="\(ServiceRules.text(window.short))"}
            """
        let moments: [(Duration, Int)] = [
            (long, 0), (long + traffic.whole(detection * 0.6), 0), (long + found, 1), (long + found + healthy, 0),
        ]
        test.queries = moments.map { moment, count in
            .init(at: moment, expression: "count(\(alerts)) or vector(0)", expected: [("{}", "\(count)")])
        }
        return test
    }

    /// Without any failure the share is 0, also where no series of failures was ever there.
    private func noFailures(_ objective: ServiceLevelObjective, _ traffic: Traffic) -> RuleTestCase? {
        guard let window = objective.windows.first, traffic.canBeFed else { return nil }
        let at = traffic.whole(window.long)
        var test = RuleTestCase(
            name: "\(objective.name): nothing fails",
            step: traffic.step,
            series: traffic.withoutFailures(steps: traffic.steps(at) + 1)
        )
        test.queries = [
            .init(
                at: at,
                expression: "max(slo:sli_error:ratio_rate\(ServiceRules.text(window.long))"
                    + "\(rules.selector(objective)))",
                expected: [("{}", "0")]
            )
        ]
        test.alerts = [.init(at: at, alert: rules.burnAlertName(objective), expected: [])]
        return test
    }

    /// Without traffic there is no share: neither 0 % nor 100 %.
    private func idle(_ objective: ServiceLevelObjective, _ traffic: Traffic) -> RuleTestCase? {
        guard let window = objective.windows.first, traffic.canBeFed else { return nil }
        let at = traffic.whole(window.long)
        var test = RuleTestCase(
            name: "\(objective.name): no traffic",
            step: traffic.step,
            series: traffic.constant(steps: traffic.steps(at) + 1)
        )
        test.queries = [
            .init(
                at: at,
                expression: "slo:sli_error:ratio_rate\(ServiceRules.text(window.long))\(rules.selector(objective))",
                expected: []
            )
        ]
        test.alerts = [.init(at: at, alert: rules.burnAlertName(objective), expected: [])]
        return test
    }

    /// A handful of failures without any success pages nobody.
    private func fewEvents(_ objective: ServiceLevelObjective, _ traffic: Traffic) -> RuleTestCase? {
        guard let window = objective.windows.first, traffic.canBeFed, objective.minimumEvents >= 10 else { return nil }
        let at = traffic.step * 6
        var test = RuleTestCase(
            name: "\(objective.name): all of four requests fail",
            step: traffic.step,
            series: traffic.four(steps: traffic.steps(traffic.whole(window.long)))
        )
        test.queries = [
            .init(
                at: at,
                expression: "max(slo:sli_error:ratio_rate\(ServiceRules.text(window.long))"
                    + "\(rules.selector(objective)))",
                expected: [("{}", "1")]
            )
        ]
        test.alerts = [.init(at: at, alert: rules.burnAlertName(objective), expected: [])]
        return test
    }

    private func expected(
        _ alert: Rule,
        labels: [(name: String, value: String)],
        _ objective: ServiceLevelObjective,
        value: String
    ) -> RuleTestCase.ExpectedAlert {
        let own = [(name: "slo", value: rules.service.identifier(of: objective))]
        return RuleTests.expected(alert, labels: labels + own, value: value)
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
