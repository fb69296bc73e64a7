import GoldenSignals
import PromQL

extension RuleTests {
    /// The guards: metrics that are missing, targets that do not answer.
    var guardCases: [RuleTestCase] {
        let example = ExampleSeries(service: rules.service)
        guard let labels = example.groupingLabels,
            let up = example.series("up", matchers: ""),
            let other = example.series("up", matchers: "", adding: [("instance", "b:8000")])
        else { return [] }
        let guards = rules.guards
        let step = Duration.seconds(15)
        var cases: [RuleTestCase] = []
        let absent = guards.dropLast()
        if let alert = absent.first, case .alert(let name, let duration) = alert.kind {
            let at = Self.rounded(duration, to: step) + step * 2
            var test = RuleTestCase(
                name: "no metrics at all",
                step: step,
                series: [.init(name: up, values: "1x\(Int(at / step) + 1)")]
            )
            test.alerts = [
                .init(
                    at: at,
                    alert: name,
                    expected: absent.map {
                        RuleTests.expected($0, labels: Self.absentLabels($0.expression), value: "100%")
                    }
                )
            ]
            cases.append(test)
        }
        if let alert = guards.last, case .alert(let name, let duration) = alert.kind {
            let at = Self.rounded(duration, to: step) + step * 2
            let steps = Int(at / step) + 1
            var test = RuleTestCase(
                name: "one of two targets does not answer",
                step: step,
                series: [.init(name: up, values: "1x\(steps)"), .init(name: other, values: "0x\(steps)")]
            )
            test.alerts = [
                .init(at: at, alert: name, expected: [RuleTests.expected(alert, labels: labels, value: "50%")])
            ]
            cases.append(test)
        }
        return cases
    }

    private static func rounded(_ duration: Duration, to step: Duration) -> Duration {
        step * Int((duration / step).rounded(.up))
    }

    /// The labels of `absent`'s result: those that its selector says exactly.
    private static func absentLabels(_ expression: String) -> [(name: String, value: String)] {
        guard let tree = try? PromQLParser.parse(expression), case .call(_, let arguments) = tree,
            case .selector(let selector)? = arguments.first
        else { return [] }
        let counts = Dictionary(grouping: selector.matchers) { $0.name }.mapValues(\.count)
        return selector.matchers
            .filter { $0.operation == .equal && $0.name != "__name__" && counts[$0.name] == 1 }
            .map { (name: $0.name, value: $0.value) }
    }
}
