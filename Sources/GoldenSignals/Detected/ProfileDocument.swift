import PromModel
import PromQL

/// The profiles as a document: what each reads, with lines of a page that it fits.
package enum ProfileDocument {
    /// The text, in Markdown.
    package static func text(_ contents: ProfileFile.Contents) -> String {
        var lines = [
            "# Kinds of services that are described", "",
            "Made from `Sources/GoldenSignals/Profiles/profiles.yaml`; a test compares. Everything else is found by its",
            "names, labels and numbers ([detection-rules.md](detection-rules.md)); how to add a kind is in",
            "[services.md](services.md).",
        ]
        for profile in contents.profiles { lines += section(profile) }
        lines += ["", "## Resources of any process", ""]
        lines += contents.resources.map { "- \($0.name): `\($0.expression)`" }
        lines += ["", "## Resources that are asked for where they are", ""]
        lines += contents.known.map { "- \($0.name): `\($0.expression)`" }
        lines += ["", "## What counts something else", ""]
        lines += contents.elsewhere.sorted { $0.key < $1.key }.map { "- `\($0.key)` \($0.value)" }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func section(_ profile: MetricProfile) -> [String] {
        let metrics = [profile.requests] + profile.moreRequests
        var lines = ["", "## \(profile.name)", "", "\(profile.title).", ""]
        lines.append("- \(profile.isProbed ? "availability" : profile.words.asked): \(list(metrics))")
        lines.append("- failed: \(profile.failures.isEmpty ? "not told" : list(profile.failures))")
        if let unanswered = profile.unanswered {
            lines.append("- ended without an answer, and added to both: \(list([unanswered]))")
        }
        lines.append("- latency: \(latency(profile))")
        if let route = profile.routeLabel { lines.append("- route: `\(route)`") }
        if let hidden = profile.hiddenRoutes { lines.append("- left out: routes that match `\(hidden)`") }
        if let note = profile.note { lines.append("- note: \(note)") }
        return lines + ["", "```"] + example(profile) + ["```"]
    }

    private static func latency(_ profile: MetricProfile) -> String {
        if let spent = profile.timeSpent { return "`\(spent.time.name)` over `\(spent.count.name)`" }
        guard let metric = profile.latency ?? profile.probeDuration else { return "not measured" }
        return "`\(metric.name)`, in \((profile.knownLatencyUnit ?? .seconds).rawValue)"
    }

    private static func list(_ metrics: [MetricProfile.Metric]) -> String {
        metrics.map { "`\($0.name)\($0.matchers.isEmpty ? "" : "{\($0.matchers)}")`" }.joined(separator: " and ")
    }

    /// Lines of a page that the profile fits: of a thousand requests 70 have failed, and one took 48 ms on average.
    private static func example(_ profile: MetricProfile) -> [String] {
        guard !profile.isProbed else { return [line(profile.requests, "1")] }
        let failed = profile.failures.filter { !$0.isUnlessTimed }
        let all = [profile.requests] + profile.moreRequests
        var lines = all.map { line($0, "1000", with: other(profile)) }
        lines += failed.filter { !all.contains($0) }.map { line($0, "70") }
        let perSecond = (profile.knownLatencyUnit ?? .seconds).perSecond
        if let spent = profile.timeSpent { lines.append(line(spent.time, number(48 * perSecond))) }
        if let latency = profile.latency {
            lines.append(line(latency, "900", suffix: "_bucket", with: ["le": number(perSecond * 0.1)]))
            lines.append(line(latency, number(48 * perSecond), suffix: "_sum"))
            if profile.requests.name != profile.latencyCount { lines.append(line(latency, "1000", suffix: "_count")) }
        }
        return lines
    }

    /// A status of what went well, where the requests carry one.
    private static func other(_ profile: MetricProfile) -> Labels {
        guard let label = profile.statusLabel, profile.failures.first?.name == profile.requests.name else {
            return Labels()
        }
        return Labels().setting(label, to: "200")
    }

    private static func line(
        _ metric: MetricProfile.Metric,
        _ value: String,
        suffix: String = "",
        with labels: Labels = Labels()
    ) -> String {
        var all = labels
        // What a value is says more than what it is not.
        let conditions = MetricProfile.conditions(metric.matchers)
        for condition in conditions.filter({ $0.operation != .notEqual })
            + conditions.filter({ $0.operation == .notEqual })
        where all[condition.name].isEmpty {
            if let value = example(condition) { all = all.setting(condition.name, to: value) }
        }
        return PromQLName.selector(
            metric.name + suffix,
            all.map { "\(PromQLName.label($0.name))=\(Labels.quoted($0.value))" }
        )
            + " \(value)"
    }

    /// A value that fits a condition; nil where one without the label does.
    private static func example(_ condition: PromQL.LabelMatcher) -> String? {
        let alternatives = condition.value.split(separator: "|")
        let first = String(alternatives.first ?? "").filter { !"()[]".contains($0) }
        switch condition.operation {
        case .equal: return condition.value
        case .matches: return first.replacing(".", with: "0")
        case .notEqual: return condition.value.isEmpty ? usual(condition.name) : nil
        case .doesNotMatch: return nil
        }
    }

    /// What stands under a label in an example.
    private static func usual(_ label: String) -> String {
        switch label {
        case "status", "code": "200"
        case "method": "GET"
        case "route", "handler", "path": "/cart"
        default: "x"
        }
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : "\(value)"
    }
}
