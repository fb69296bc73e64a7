/// A rule of Prometheus, as a rule file holds it.
package struct Rule: Sendable {
    /// What it makes of its expression.
    package enum Kind: Sendable, Equatable {
        /// A series of this name.
        case record(String)
        /// An alert of this name, once the expression has had a result for a time.
        case alert(String, for: Duration)
    }

    /// Its kind and name.
    package let kind: Kind
    /// PromQL.
    package let expression: String
    /// Labels that it sets, in the file's order.
    package var labels: [(name: String, value: String)] = []
    /// Texts for people; only alerts have any.
    package var annotations: [(name: String, value: String)] = []

    /// A recording rule.
    package static func record(
        _ name: String,
        _ expression: String,
        labels: [(name: String, value: String)]
    ) -> Rule {
        Rule(kind: .record(name), expression: expression, labels: labels)
    }
}

/// Rules that are evaluated one after the other.
package struct RuleGroup: Sendable {
    /// Its name; one of a kind in a file.
    package let name: String
    /// How often; nil for Prometheus's own interval.
    package let interval: Duration?
    /// The rules; later ones may use what earlier ones recorded.
    package let rules: [Rule]

    /// The alerts among the rules.
    package var alerts: [Rule] {
        rules.filter { if case .alert = $0.kind { true } else { false } }
    }
}
