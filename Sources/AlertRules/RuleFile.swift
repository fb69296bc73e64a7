import Yams

/// Rules as files: for Prometheus itself, and for its operator on Kubernetes.
package struct RuleFile {
    let rules: ServiceRules
    /// The first line, a comment without its mark.
    let note: String

    /// Files of a service's rules; `source` is what they are made from, for their first line.
    package init(_ rules: ServiceRules, source: String) {
        self.rules = rules
        note = "Made by `sretop rules` from \(source): change that, and make this file again."
    }

    /// A rule file for Prometheus.
    package func prometheus() throws -> String {
        try YAMLDocument.text(YAMLDocument.mapping([("groups", groups)]), note: note)
    }

    /// A PrometheusRule for its operator, which chooses rules by their labels.
    ///
    /// Without a namespace it goes to whichever it is applied to.
    package func resource(name: String, namespace: String?, labels: [String: String]) throws -> String {
        var metadata: [(String, Node)] = [("name", YAMLDocument.text(name))]
        if let namespace { metadata.append(("namespace", YAMLDocument.text(namespace))) }
        metadata.append(("labels", YAMLDocument.texts(labels.sorted { $0.key < $1.key })))
        let resource = YAMLDocument.mapping([
            ("apiVersion", YAMLDocument.text("monitoring.coreos.com/v1")),
            ("kind", YAMLDocument.text("PrometheusRule")),
            ("metadata", YAMLDocument.mapping(metadata)),
            ("spec", YAMLDocument.mapping([("groups", groups)])),
        ])
        return try YAMLDocument.text(resource, note: note)
    }

    private var groups: Node {
        YAMLDocument.sequence(
            rules.groups.map { group in
                var entries: [(String, Node)] = [("name", YAMLDocument.text(group.name))]
                if let interval = group.interval {
                    entries.append(("interval", YAMLDocument.text(ServiceRules.text(interval))))
                }
                entries.append(("rules", YAMLDocument.sequence(group.rules.map(Self.node))))
                return YAMLDocument.mapping(entries)
            }
        )
    }

    private static func node(_ rule: Rule) -> Node {
        var entries: [(String, Node)] = []
        switch rule.kind {
        case .record(let name): entries.append(("record", YAMLDocument.text(name)))
        case .alert(let name, _): entries.append(("alert", YAMLDocument.text(name)))
        }
        entries.append(("expr", YAMLDocument.text(rule.expression)))
        if case .alert(_, let duration) = rule.kind, duration > .zero {
            entries.append(("for", YAMLDocument.text(ServiceRules.text(duration))))
        }
        if !rule.labels.isEmpty { entries.append(("labels", YAMLDocument.texts(rule.labels))) }
        if !rule.annotations.isEmpty { entries.append(("annotations", YAMLDocument.texts(rule.annotations))) }
        return YAMLDocument.mapping(entries)
    }
}
