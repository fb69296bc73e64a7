import PromModel

/// A profile as YAML that can be pasted into a configuration file, and read again.
package enum ProfileText {
    /// The text; `comments` stand above it, a line each.
    ///
    /// Resources of any process are left out: every profile has them.
    package static func yaml(_ profile: MetricProfile, name: String, comments: [String] = []) -> String {
        var lines = ["profiles:"] + comments.map { "  # " + onOneLine($0) }
        lines.append("  - name: \(name)")
        lines.append("    title: \(quoted(profile.title))")
        if profile.isProbed {
            lines.append("    availability: \(flow(profile.requests))")
        } else if profile.moreRequests.isEmpty {
            lines.append("    requests: \(flow(profile.requests))")
        } else {
            lines.append("    requests:")
            lines += ([profile.requests] + profile.moreRequests).map { "      - \(flow($0))" }
        }
        if !profile.failures.isEmpty {
            lines.append("    failed:")
            lines += profile.failures.map { "      - \(flow($0))" }
        }
        lines += latency(profile)
        if profile.words != .http { lines.append("    asked: \(profile.words.asked)") }
        if let route = profile.routeLabel { lines.append("    route: \(quoted(route))") }
        if let method = profile.methodLabel { lines.append("    method: \(quoted(method))") }
        if let note = profile.note { lines.append("    note: \(quoted(note))") }
        let shared = MetricProfile.builtin.resources
        let own = profile.resources.filter { !shared.contains($0) }
        if !own.isEmpty { lines.append("    saturation:") }
        for resource in own {
            lines.append("      - name: \(resource.name)")
            lines.append("        expression: \(quoted(resource.expression))")
        }
        return lines.joined(separator: "\n")
    }

    private static func latency(_ profile: MetricProfile) -> [String] {
        let unit = profile.latencyUnit.map { "\n      unit: \($0.rawValue)" } ?? ""
        if let spent = profile.timeSpent {
            return ["    latency:\n      spent: \(flow(spent.time))\n      count: \(flow(spent.count))\(unit)"]
        }
        if let gauge = profile.probeDuration { return ["    latency:\n      gauge: \(flow(gauge))\(unit)"] }
        guard let latency = profile.latency else { return [] }
        let condition = latency.matchers.isEmpty ? "" : "\n      where: \(quoted(latency.matchers))"
        return ["    latency:\n      metric: \(quoted(latency.name))\(condition)\(unit)"]
    }

    private static func flow(_ metric: MetricProfile.Metric) -> String {
        let condition = metric.matchers.isEmpty ? "" : ", where: \(quoted(metric.matchers))"
        return "{metric: \(quoted(metric.name))\(condition)}"
    }

    private static func onOneLine(_ text: String) -> String {
        String(text.map { character in character.isNewline ? " " : character })
    }

    /// In single quotes, where only these have to be doubled.
    private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
}
