import PromModel
import PromQL

/// What becomes of OpenTelemetry's names on their way into a Prometheus, by the words of its configuration.
///
/// Source: `otlp.translation_strategy` of Prometheus 3, which other programs on the way follow.
package enum OTLPTranslation: String, Sendable, Equatable, CaseIterable {
    /// `http_server_request_duration_seconds`: Prometheus's own way.
    case underscoresAndSuffixes = "UnderscoreEscapingWithSuffixes"
    /// `http.server.request.duration_seconds`.
    case suffixes = "NoUTF8EscapingWithSuffixes"
    /// `http_server_request_duration`.
    case underscores = "UnderscoreEscapingWithoutSuffixes"
    /// `http.server.request.duration`: the names as they are.
    case untranslated = "NoTranslation"

    /// A profile of OpenTelemetry's own names as it is mostly met, knowing the other translations of them.
    static func profile(of profile: MetricProfile) -> MetricProfile {
        let all = allCases.map { $0.translated(profile) }
        var first = all[0]
        first.otherNames = Array(all.dropFirst())
        return first
    }

    private var escapes: Bool { self == .underscoresAndSuffixes || self == .underscores }
    private var hasSuffixes: Bool { self == .underscoresAndSuffixes || self == .suffixes }

    private func translated(_ profile: MetricProfile) -> MetricProfile {
        var result = profile
        result.translation = self
        result.requests = metric(profile.requests, of: profile)
        result.failures = profile.failures.map { metric($0, of: profile) }
        result.latency = profile.latency.map { metric($0, of: profile) }
        // The suffix that said so may be gone.
        result.latencyUnit = profile.knownLatencyUnit
        result.statusLabel = profile.statusLabel.map(label)
        result.routeLabel = profile.routeLabel.map(label)
        result.methodLabel = profile.methodLabel.map(label)
        return result
    }

    private func metric(_ metric: MetricProfile.Metric, of profile: MetricProfile) -> MetricProfile.Metric {
        let unit = hasSuffixes ? "_\((profile.knownLatencyUnit ?? .seconds).rawValue)" : ""
        let name: String
        if let latency = profile.latency?.name, metric.name == latency || metric.name == profile.latencyCount {
            name = latency + unit + metric.name.dropFirst(latency.count)
        } else {
            name = metric.name + (hasSuffixes ? "_total" : "")
        }
        let matchers = MetricProfile.conditions(metric.matchers).map { condition in
            PromQLName.label(label(condition.name)) + condition.operation.rawValue + Labels.quoted(condition.value)
        }
        return MetricProfile.Metric(
            name: escapes ? Self.escaped(name) : name,
            matchers: matchers.joined(separator: ",")
        )
    }

    private func label(_ name: String) -> String { escapes ? Self.escaped(name) : name }

    /// A name with underscores in the place of what plain names do not hold.
    private static func escaped(_ name: String) -> String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") ? $0 : "_" })
    }
}
