import GoldenSignals
import PromQL

/// Series that a profile's selectors choose: unit tests of rules need some, with names and labels as the service has.
struct ExampleSeries {
    /// Values that conditions on labels are most often about, by a part of the label's name; then any.
    private static let candidates: [(label: String, values: [String])] = [
        ("route", ["/risky"]), ("path", ["/risky"]), ("handler", ["/risky"]), ("method", ["GET", "get"]),
        ("status", ["200", "500", "2xx", "5xx"]), ("code", ["200", "500", "2xx", "5xx"]),
        ("", ["x", "200", "500", "GET", "/", "server", "error", "1", "0", "true", "false", ""]),
    ]

    let service: ServiceObjectives

    /// A series of a metric with labels that satisfy its conditions, and those given; nil where none was found.
    func series(
        _ name: String,
        matchers: String,
        avoiding avoided: String = "",
        adding added: [String: String] = [:]
    ) -> String? {
        labels(name, matchers: matchers, avoiding: avoided).map { labels in
            let all = labels.merging(added) { $1 }.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            return PromQLName.selector(name, all.map { "\(PromQLName.label($0.key))=\"\($0.value)\"" })
        }
    }

    private func labels(_ name: String, matchers: String = "", avoiding avoided: String = "") -> [String: String]? {
        let selector = name == Self.target ? service.targetSelector : service.selector
        let conditions = MetricProfile.conditions(selector) + MetricProfile.conditions(matchers)
        let unwanted = MetricProfile.conditions(avoided)
        var labels = ["instance": "a:8000"]
        let grouping = name == Self.target ? service.targetGrouping : service.grouping
        for label in grouping { labels[label] = label == "job" ? service.service : "some-\(label)" }
        for label in Set(conditions.map(\.name)).sorted() {
            let wanted = conditions.filter { $0.name == label }
            let refused = unwanted.filter { condition in
                // A condition that the series itself has cannot tell the two apart.
                condition.name == label && !wanted.contains(condition)
            }
            let usual = Self.candidates.filter { $0.label.isEmpty || label.contains($0.label) }.flatMap(\.values)
            let options = wanted.filter { $0.operation == .equal }.map(\.value) + usual + wanted.flatMap(Self.values)
            let fitting = options.first { value in
                wanted.allSatisfy { $0.matches(value) } && !refused.contains { $0.matches(value) }
            }
            guard let fitting else { return nil }
            labels[label] = fitting
        }
        return labels
    }

    /// The labels by which the service's numbers are kept apart, with the values that the series have.
    var groupingLabels: [(name: String, value: String)]? { labels(of: "requests", service.grouping) }

    /// The same for its targets.
    var targetLabels: [(name: String, value: String)]? { labels(of: Self.target, service.targetGrouping) }

    /// Whether a target answered its last scrape; nil where no labels were found for one.
    func up(_ instance: String) -> String? { series(Self.target, matchers: "", adding: ["instance": instance]) }

    private func labels(of name: String, _ names: [String]) -> [(name: String, value: String)]? {
        labels(name).map { labels in
            names.map { (name: $0, value: labels[$0] ?? "") }.filter { !$0.value.isEmpty }
        }
    }

    private static let target = "up"

    /// What a condition names itself: its text, or the alternatives of its pattern.
    private static func values(_ condition: LabelMatcher) -> [String] {
        switch condition.operation {
        case .equal: [condition.value]
        case .matches: condition.value.split(separator: "|").map { String($0.replacing("\\.", with: ".")) }
        case .notEqual, .doesNotMatch: []
        }
    }
}
