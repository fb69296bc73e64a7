import Grafana

/// A dashboard's JSON, to look things up in.
struct DashboardDocument {
    let root: JSONValue

    init(_ dashboard: GrafanaDashboard) { root = dashboard.json }

    /// The panels, rows included.
    var panels: [JSONValue] { root["panels"].elements }

    /// What panels, marks and variables ask.
    var expressions: [String] {
        let targets = panels.flatMap { $0["targets"].elements }.compactMap(\.["expr"].string)
        return targets + root["annotations"]["list"].elements.compactMap(\.["expr"].string) + options
    }

    /// The series that variables take their values from.
    var options: [String] {
        variables.compactMap { variable in
            guard let query = variable["query"].string, let match = query.wholeMatch(of: /label_values\((.*), \w+\)/)
            else { return nil }
            return String(match.1)
        }
    }

    /// The choices at the top.
    var variables: [JSONValue] { root["templating"]["list"].elements }

    /// Every text within, with the keys.
    static func texts(_ value: JSONValue) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(texts)
        case .object(let members): members.flatMap { [$0.key] + texts($0.value) }
        default: []
        }
    }
}

extension JSONValue {
    subscript(_ key: String) -> JSONValue {
        if case .object(let members) = self { members[key] ?? .null } else { .null }
    }

    var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }

    var string: String? { if case .string(let text) = self { text } else { nil } }

    var integer: Int? { if case .number(let value) = self { Int(exactly: value) } else { nil } }
}
