import GoldenSignals
import PromQL

extension RuleTests {
    /// The guards: metrics that are missing, targets that do not answer.
    var guardCases: [RuleTestCase] {
        let example = ExampleSeries(service: rules.service)
        guard let labels = example.targetLabels, let one = example.up("a:8000"), let other = example.up("b:8000") else {
            return []
        }
        let notScraped = [Self.expected(rules.notScraped, labels: Self.absentLabels(rules.notScraped), value: "")]
        let notMeasured = rules.service.objectives.compactMap(rules.notMeasured).map {
            Self.expected($0, labels: labels, value: "")
        }
        return [
            guardCase("nobody scrapes it", up: ["elsewhere": 1], absent: notScraped, down: []),
            guardCase("targets answer without metrics", up: [one: 1, other: 1], absent: notMeasured, down: []),
            guardCase(
                "one of two targets does not answer",
                up: [one: 1, other: 0],
                absent: notMeasured,
                down: [Self.expected(rules.someDown, labels: labels, value: "50%")]
            ),
            guardCase(
                "no target answers",
                up: [one: 0, other: 0],
                absent: [],
                down: [Self.expected(rules.allDown, labels: labels, value: "100%")]
            ),
            allIsWell(up: [one: 1, other: 1]),
        ]
        .compactMap { $0 }
    }

    private static let step = Duration.seconds(15)

    /// What fires, and that none of it does before its time.
    private func guardCase(
        _ name: String,
        up: [String: Int],
        absent: [RuleTestCase.ExpectedAlert],
        down: [RuleTestCase.ExpectedAlert]
    ) -> RuleTestCase {
        var test = RuleTestCase(name: name, step: Self.step, series: series(up))
        for (rule, expected) in [(rules.notScraped, absent), (rules.someDown, down)] {
            guard case .alert(let alert, let duration) = rule.kind else { continue }
            let at = Self.step * Int((duration / Self.step).rounded(.up))
            test.alerts.append(.init(at: at - Self.step, alert: alert, expected: []))
            test.alerts.append(.init(at: at, alert: alert, expected: expected))
        }
        return test
    }

    /// With targets that answer and metrics no guard fires; nil where the metrics are not known.
    private func allIsWell(up: [String: Int]) -> RuleTestCase? {
        var test = guardCase("all is well", up: up, absent: [], down: [])
        var names = Set<String>()
        for objective in rules.service.objectives {
            guard let traffic = Traffic(objective, of: rules.service), traffic.canBeFed else { return nil }
            for series in traffic.constant(steps: samples) where names.insert(series.name).inserted {
                test.series.append(series)
            }
        }
        return test
    }

    private func series(_ up: [String: Int]) -> [RuleTestCase.Series] {
        up.sorted { $0.key < $1.key }.map { .init(name: $0.key, values: "\($0.value)x\(samples)") }
    }

    private var samples: Int {
        Int((max(rules.service.absentFor, .seconds(120)) / Self.step).rounded(.up)) + 2
    }

    /// The labels of `absent`'s result: those that its selector says exactly.
    private static func absentLabels(_ rule: Rule) -> [(name: String, value: String)] {
        // What it is compared with adds no labels.
        guard let tree = try? PromQLParser.parse(rule.expression), case .binary(let comparison) = tree,
            case .call(_, let arguments) = comparison.left, case .selector(let selector)? = arguments.first
        else { return [] }
        let counts = Dictionary(grouping: selector.matchers) { $0.name }.mapValues(\.count)
        return selector.matchers
            .filter { $0.operation == .equal && $0.name != "__name__" && counts[$0.name] == 1 }
            .map { (name: $0.name, value: $0.value) }
    }
}
