package import Detection
import PromQL

/// Whether a profile that fits by its names fits what is there as well: by labels, values of the status, and numbers.
///
/// Names such as `http_requests_total` belong to nobody: several profiles have them, and most services that do are of
/// none. Of a name that only one program has the profile is believed.
package struct ProfileFit: Sendable {
    private let evidence: MetricEvidence
    private let found: ServiceSignals?

    /// What is there, and what was found in it without any profile.
    package init(evidence: MetricEvidence, found: ServiceSignals?) {
        self.evidence = evidence
        self.found = found
    }

    /// Why a profile does not fit, so that what was found is shown instead; nil where it fits, or nothing else was found.
    ///
    /// `counted` and `detected` are the requests counted so far by the profile and by what was found.
    package func misfit(of match: ServiceMatch, counted: Double?, detected: Double?) -> String? {
        let profile = match.profile
        guard let found, let family = evidence.families.first(where: { $0.counterName == profile.requests.name }) else {
            return nil
        }
        let tellsFailures = if case .counted = found.failures { true } else { false }
        if !match.hasStatus, tellsFailures { return "it knows no failures of it" }
        // Counters beside the status count errors of which nobody says whose they are, but for one program's own: its
        // profile knows.
        if profile.failures.count > 1, !Self.isTrusted(profile), case .notJudged(let reason) = found.failures {
            return reason
        }
        if found.latency != nil, !match.hasDurations || lacksLatency(profile) { return "it knows no latency of it" }
        if let label = profile.statusLabel, let odd = oddValue(of: label, profile) { return odd }
        guard !Self.isTrusted(profile) else { return nil }
        if let route = profile.routeLabel, !family.labelNames.contains(route) {
            return "\(family.name) has no label \(route)"
        }
        let probes = found.requests.first { $0.metric == profile.requests.name }?.matchers.first { matcher in
            if case .visible(let label) = matcher {
                profile.hiddenRoutes == nil || profile.routeLabel != label
            } else {
                false
            }
        }
        if let probes { return "it counts probes and scrapes, which \(probes.label) tells" }
        // A counter that holds infinity says nothing of a difference: that it does is told where the numbers stand.
        if let counted, let detected, counted.isFinite, detected.isFinite,
            abs(counted - detected) > max(2, detected * 0.005)
        {
            let (all, left) = (Self.whole(counted), Self.whole(detected))
            return "it counts \(all) requests, and \(left) are left without probes and doubles"
        }
        return nil
    }

    /// Whether the histogram that it names is there without a label that it asks for: none of its series is selected then.
    ///
    /// Nobody may have asked yet whether there are any.
    private func lacksLatency(_ profile: MetricProfile) -> Bool {
        guard let latency = profile.latency,
            let family = evidence.families.first(where: { NameFilter.family(of: $0.counterName) == latency.name })
        else { return false }
        let known = Set(family.labelNames)
        return MetricProfile.conditions(latency.matchers).contains { condition in
            condition.operation == .notEqual && condition.value.isEmpty && !known.contains(condition.name)
        }
    }

    /// A count without decimals; as it is where no integer is so large.
    private static func whole(_ count: Double) -> String {
        Int(exactly: count.rounded(.down)).map { "\($0)" } ?? "\(count)"
    }

    /// Whether a profile's names are one program's alone: some word of the counter's is nobody else's.
    package static func isTrusted(_ profile: MetricProfile) -> Bool {
        !MetricWords(NameFilter.family(of: profile.requests.name)).stem
            .isSubset(of: ["http", "server", "request", "call", "rpc", "grpc", "handled"])
    }

    /// A value of the status that says nothing to a profile that expects codes or their classes.
    private func oddValue(of label: String, _ profile: MetricProfile) -> String? {
        guard let failures = profile.failures.first, failures.matchers.contains("5.."),
            let family = evidence.families.first(where: { $0.counterName == failures.name })
        else { return nil }
        let values = family.values(of: label).filter { $0.value > 0 }
        let total = values.values.reduce(0, +)
        if let without = values[""], without > total * 0.001 { return "some requests have no \(label)" }
        let odd = values.keys.sorted().first { value in
            !value.isEmpty && StatusGrammar.codes.verdict(value) == nil && StatusGrammar.classes.verdict(value) == nil
        }
        return odd.map { "\(label)=\"\($0)\" is not what it expects" }
    }
}
