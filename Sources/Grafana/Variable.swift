import GoldenSignals

/// A choice at the top of a dashboard.
struct Variable: Sendable {
    /// As expressions name it, after the `$`.
    let name: String
    /// As the reader sees it.
    let label: String
    /// What asks for the values.
    let query: String
    /// What stands for all values at once; nil for the alternation of those that there are.
    let all: String?

    /// The choice of the data source, which every dashboard begins with.
    static let dataSource: JSONValue = [
        "current": ["selected": true, "text": "default", "value": "default"],
        "hide": 0,
        "includeAll": false,
        "label": "Data source",
        "multi": false,
        "name": "datasource",
        "options": [],
        "query": "prometheus",
        "refresh": 1,
        "regex": "",
        "skipUrlSync": false,
        "type": "datasource",
    ]

    /// The choices of a profile's services.
    ///
    /// All jobs are those that have such requests, not every job there is: targets are selected by it too. Of the
    /// others all is anything, the absent label included: without Kubernetes there is no namespace.
    static func choices(_ profile: MetricProfile) -> [Variable] {
        SignalCatalog.Choice.allCases.compactMap { choice in
            SignalCatalog.label(of: choice, profile).map { label in
                Variable(
                    name: choice.rawValue,
                    label: choice.rawValue.prefix(1).uppercased() + choice.rawValue.dropFirst(),
                    query: "label_values(\(SignalCatalog.options(for: choice, profile)), \(label))",
                    all: choice == .job ? nil : ".*"
                )
            }
        }
    }

    /// As Grafana writes it: several values may be chosen, all of them at first.
    var json: JSONValue {
        .object(present: [
            "allValue": all.map { .string($0) },
            "current": ["selected": true, "text": "All", "value": "$__all"],
            "datasource": GrafanaModel.dataSource,
            "hide": 0,
            "includeAll": true,
            "label": .string(label),
            "multi": true,
            "name": .string(name),
            "options": [],
            "query": .string(query),
            // With the time range: values of another day are others.
            "refresh": 2,
            "regex": "",
            "skipUrlSync": false,
            "sort": 1,
            "type": "query",
        ])
    }
}
