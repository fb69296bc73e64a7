import Yams

/// One case of a file of unit tests, as `promtool test rules` reads it.
struct RuleTestCase {
    /// A series that the rules see.
    struct Series {
        /// In PromQL's notation.
        let name: String
        /// In promtool's notation: `0+10x60`.
        let values: String
    }

    /// An alert that is to be firing.
    struct ExpectedAlert {
        let labels: [(name: String, value: String)]
        let annotations: [(name: String, value: String)]
    }

    /// All alerts of a name that are to be firing at a time.
    struct AlertTest {
        let at: Duration
        let alert: String
        let expected: [ExpectedAlert]
    }

    /// What an expression is to give at a time: one sample without labels, or none.
    struct QueryTest {
        let at: Duration
        let expression: String
        let value: String?
    }

    let name: String
    let step: Duration
    var series: [Series]
    var alerts: [AlertTest] = []
    var queries: [QueryTest] = []

    var node: Node {
        var entries: [(String, Node)] = [
            ("name", YAMLDocument.text(name)),
            ("interval", YAMLDocument.text(ServiceRules.text(step))),
            (
                "input_series",
                YAMLDocument.sequence(
                    series.map {
                        YAMLDocument.mapping([
                            ("series", YAMLDocument.text($0.name)), ("values", YAMLDocument.text($0.values)),
                        ])
                    }
                )
            ),
        ]
        if !alerts.isEmpty { entries.append(("alert_rule_test", YAMLDocument.sequence(alerts.map(Self.node)))) }
        if !queries.isEmpty { entries.append(("promql_expr_test", YAMLDocument.sequence(queries.map(Self.node)))) }
        return YAMLDocument.mapping(entries)
    }

    private static func node(_ test: AlertTest) -> Node {
        let expected = test.expected.map { alert in
            YAMLDocument.mapping([
                ("exp_labels", YAMLDocument.texts(alert.labels)),
                ("exp_annotations", YAMLDocument.texts(alert.annotations)),
            ])
        }
        return YAMLDocument.mapping([
            ("eval_time", YAMLDocument.text(ServiceRules.text(test.at))),
            ("alertname", YAMLDocument.text(test.alert)),
            ("exp_alerts", YAMLDocument.sequence(expected)),
        ])
    }

    private static func node(_ test: QueryTest) -> Node {
        let expected = [test.value].compactMap { $0 }.map { value in
            YAMLDocument.mapping([
                ("labels", YAMLDocument.text("{}")), ("value", .scalar(Node.Scalar(value, Tag(.float), .plain))),
            ])
        }
        return YAMLDocument.mapping([
            ("expr", YAMLDocument.text(test.expression)),
            ("eval_time", YAMLDocument.text(ServiceRules.text(test.at))),
            ("exp_samples", YAMLDocument.sequence(expected)),
        ])
    }
}
