/// Which label tells routes apart, and which the method: by name, and by what its values look like.
enum RouteRule {
    /// Names of labels for a route, the best first.
    private static let names = [
        "http_route", "http.route", "route", "handler", "path", "uri", "endpoint", "view", "url_rule", "http_path",
        "url_path", "http_target", "url", "action", "operation", "grpc_method", "rpc_method", "resource", "cmd",
        "command", "task", "task_name", "name", "zone", "ingress", "destination_service", "proxy", "entrypoint",
        "service", "controller",
    ]
    private static let verbs: Set<String> = [
        "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE", "_OTHER", "OTHER",
    ]
    /// Labels that every series of a target carries.
    private static let targets: Set<String> = ["instance", "job", "le", "quantile"]

    /// The label of routes; nil where there is none.
    static func route(_ family: MetricFamily, where matchers: [LabelMatcher], but status: String?) -> String? {
        let labels = family.labelNames.filter { $0 != status && !targets.contains($0) }
        let present = labels.filter { label in
            let values = family.values(of: label, where: matchers)
            return !values.isEmpty && values.keys.contains { !$0.isEmpty }
        }
        // Values that look like paths tell more than any name.
        if let path = present.filter({ looksLikePaths(family.values(of: $0, where: matchers)) })
            .min(by: { order($0) < order($1) })
        {
            return path
        }
        return names.first(where: present.contains)
    }

    /// Whether the values of some label look like paths.
    static func hasPaths(_ family: MetricFamily) -> Bool {
        family.labelNames.contains { looksLikePaths(family.values(of: $0)) }
    }

    /// The label of HTTP methods; nil where there is none.
    static func method(_ family: MetricFamily, where matchers: [LabelMatcher]) -> String? {
        family.labelNames.first { label in
            let values = family.values(of: label, where: matchers).keys.filter { !$0.isEmpty }
            return !values.isEmpty && values.allSatisfy(isVerb)
        }
    }

    /// All capitals, or none: `Get` is the name of a procedure.
    private static func isVerb(_ value: String) -> Bool {
        verbs.contains(value) || value == value.lowercased() && verbs.contains(value.uppercased())
    }

    private static func order(_ label: String) -> Int { names.firstIndex(of: label) ?? names.count }

    private static func looksLikePaths(_ values: [String: Double]) -> Bool {
        let named = values.keys.filter { !$0.isEmpty }
        return !named.isEmpty && named.count { $0.hasPrefix("/") } * 2 > named.count
    }
}
