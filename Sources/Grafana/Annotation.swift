import GoldenSignals

/// Marks on the time axis of every chart.
struct Annotation: Sendable {
    /// What is marked.
    let name: String
    /// Has a value at each moment that is to be marked.
    let expression: String
    /// The mark's colour.
    let tone: String
    /// The mark's title, with `{{label}}`.
    let title: String
    /// The mark's text, with `{{label}}`.
    let text: String
    /// Labels that it shows as tags.
    let tags: [String]

    /// What explains a change of the signals: faults, restarts, deploys, and the alerts that came of it.
    ///
    /// Alerts carry no instance and no route: they are selected without.
    static func all(_ catalog: SignalCatalog) -> [Annotation] {
        let service = SignalCatalog.template(catalog.profile, choices: [.namespace, .job])
        let all: [Annotation?] = [
            catalog.activeFaults.map {
                Annotation(
                    name: "Faults",
                    expression: $0,
                    tone: "purple",
                    title: "fault {{fault}}",
                    text: "on {{route}} of {{instance}}",
                    tags: ["fault", "route"]
                )
            },
            Annotation(
                name: "Restarts",
                expression: "\(catalog.restarts) > 0",
                tone: "blue",
                title: "restart",
                text: "{{job}} {{instance}}",
                tags: ["job"]
            ),
            catalog.unstableService.map {
                Annotation(
                    name: "Deploys",
                    expression: $0.deploys,
                    tone: "green",
                    title: "version {{version}}",
                    text: "nobody ran it before",
                    tags: ["version"]
                )
            },
            Annotation(
                name: "Alerts",
                expression: service.firingAlerts,
                tone: "red",
                title: "{{alertname}}",
                text: "{{severity}} {{slo}} {{long_window}}",
                tags: ["alertname", "severity"]
            ),
        ]
        return all.compactMap { $0 }
    }

    /// As Grafana's Prometheus data source takes it.
    var json: JSONValue {
        [
            "datasource": GrafanaModel.dataSource,
            "enable": true,
            "expr": .string(expression),
            "hide": false,
            "iconColor": .string(tone),
            "name": .string(name),
            "tagKeys": .string(tags.joined(separator: ",")),
            "textFormat": .string(text),
            "titleFormat": .string(title),
        ]
    }
}
