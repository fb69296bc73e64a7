import Yams

/// The dashboards as a ConfigMap of Kubernetes, for Grafana's sidecar to pick up.
package struct DashboardConfigMap: Sendable {
    private let dashboards: [GrafanaDashboard]
    /// Whose dashboards they are; the object's name begins with it.
    private let subject: String
    private let namespace: String

    /// A ConfigMap of a profile's dashboards in a namespace, called after the profile.
    package init(_ dashboards: [GrafanaDashboard], profile: String, namespace: String) {
        self.dashboards = dashboards
        subject = profile.lowercased().replacing("_", with: "-").replacing(".", with: "-")
        self.namespace = namespace
    }

    /// The object as YAML; its data are exactly the texts of the files.
    package func text() throws -> String {
        try Yams.serialize(node: document, width: -1, allowUnicode: true)
    }

    /// A name that stays a text: one of digits alone would be read as a number.
    private static func text(_ name: String) -> Node {
        Node(name, Tag(.str), Resolver.default.resolveTag(of: Node(name)) == .str ? .any : .singleQuoted)
    }

    private var document: Node {
        [
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": [
                "name": Self.text("\(subject)-dashboards"),
                "namespace": Self.text(namespace),
                "labels": [
                    "app.kubernetes.io/component": "dashboards",
                    "app.kubernetes.io/managed-by": "sretop",
                    "app.kubernetes.io/name": Self.text(subject),
                    "app.kubernetes.io/part-of": "sretop",
                    // A label is a text: without quotes it would be a number.
                    "grafana_dashboard": Node("1", Tag(.str), .doubleQuoted),
                ],
                "annotations": ["grafana_folder": "sretop"],
            ],
            // Lines as they are, indented: a difference between two versions is that of the JSON.
            "data": Node(dashboards.map { (Node($0.fileName), Node($0.json.text, Tag(.str), .literal)) }),
        ]
    }
}
