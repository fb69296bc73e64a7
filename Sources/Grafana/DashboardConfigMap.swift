import Yams

/// The dashboards as a ConfigMap of Kubernetes, for Grafana's sidecar to pick up.
package struct DashboardConfigMap: Sendable {
    private let dashboards: [GrafanaDashboard]
    /// Whose dashboards they are; the object's name begins with it.
    private let subject: String
    private let namespace: String

    /// A ConfigMap of a profile's dashboards in a namespace, called after the profile.
    package init(_ dashboards: [GrafanaDashboard], profile: String, namespace: String = "monitoring") {
        self.dashboards = dashboards
        subject = profile.lowercased().replacing("_", with: "-").replacing(".", with: "-")
        self.namespace = namespace
    }

    /// Whether Kubernetes takes a text for the name of a namespace (RFC 1123).
    package static func isNamespace(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        return isPlain && (1...63).contains(text.utf8.count) && !text.hasPrefix("-") && !text.hasSuffix("-")
    }

    /// The object as YAML; its data are exactly the texts of the files.
    package func text() throws -> String {
        try Yams.serialize(node: document, width: -1, allowUnicode: true)
    }

    private var document: Node {
        mapping([
            ("apiVersion", scalar("v1")),
            ("kind", scalar("ConfigMap")),
            ("metadata", metadata),
            ("data", mapping(dashboards.map { ($0.fileName, literal($0.json.text)) })),
        ])
    }

    private var metadata: Node {
        mapping([
            ("name", scalar("\(subject)-dashboards")),
            ("namespace", scalar(namespace)),
            (
                "labels",
                mapping([
                    ("app.kubernetes.io/component", scalar("dashboards")),
                    ("app.kubernetes.io/managed-by", scalar("sretop")),
                    ("app.kubernetes.io/name", scalar(subject)),
                    ("app.kubernetes.io/part-of", scalar("sretop")),
                    // A label is a text: without quotes it would be a number.
                    ("grafana_dashboard", .scalar(Node.Scalar("1", Tag(.str), .doubleQuoted))),
                ])
            ),
            ("annotations", mapping([("grafana_folder", scalar("sretop"))])),
        ])
    }

    private func mapping(_ pairs: [(String, Node)]) -> Node {
        .mapping(Node.Mapping(pairs.map { (scalar($0.0), $0.1) }, Tag(.map), .block))
    }

    private func scalar(_ text: String) -> Node { .scalar(Node.Scalar(text, Tag(.str), .any)) }

    /// Lines as they are, indented: a difference between two versions is that of the JSON.
    private func literal(_ text: String) -> Node { .scalar(Node.Scalar(text, Tag(.str), .literal)) }
}
