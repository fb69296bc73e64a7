import PromModel

/// A service whose metrics fit a profile, and what there is of them.
package struct ServiceMatch: Sendable, Equatable {
    /// Which service.
    package let service: ServiceKey
    /// How it names its metrics.
    package let profile: MetricProfile
    /// How many series its requests are counted in.
    package let requestSeries: Int
    /// Its requests carry the label that tells failures.
    package let hasStatus: Bool
    /// Its latencies have a sum and a count.
    package let hasDurations: Bool
    /// Its latencies have buckets.
    package let hasBuckets: Bool

    /// What cannot be answered, and why; the others can.
    package var gaps: [Signal: String] {
        var gaps: [Signal: String] = [:]
        if !hasStatus {
            let reason: String
            if let label = profile.statusLabel {
                reason = "no series of \(profile.failures.first?.name ?? "it") has the label '\(label)'"
            } else {
                reason = "no status label on \(profile.requests.name)"
            }
            gaps[.successShare] = reason
            gaps[.errorShare] = reason
        }
        guard let latency = profile.latency?.name else {
            for signal in [Signal.averageLatency, .p95Latency, .p99Latency] { gaps[signal] = "no latency is measured" }
            return gaps
        }
        if !hasDurations { gaps[.averageLatency] = "there is no \(latency)_sum" }
        if !hasBuckets {
            for signal in [Signal.p95Latency, .p99Latency] {
                gaps[signal] = "there are no buckets (\(latency)_bucket): no quantile can be told"
            }
        }
        return gaps
    }

    /// The same match taken to have all that its profile knows of latency.
    package var assumingLatency: ServiceMatch {
        ServiceMatch(
            service: service,
            profile: profile,
            requestSeries: requestSeries,
            hasStatus: hasStatus,
            hasDurations: profile.latency != nil,
            hasBuckets: profile.latency != nil
        )
    }

    /// The profile and what it cannot answer, in lines for a person.
    package var description: [String] {
        var lines = [
            "profile      \(profile.name): \(profile.title)",
            "requests     \(profile.requests.name), \(requestSeries) series",
            "latency      \(profile.latency?.name ?? "not measured")",
        ]
        if let hidden = profile.hiddenRoutes, let label = profile.routeLabel {
            lines.append("left out     routes (\(label)) that match \(hidden)")
        }
        if let note = profile.note { lines.append("note         \(note)") }
        for (signal, reason) in gaps.sorted(by: { $0.key.index < $1.key.index }) {
            let name = signal.label + String(repeating: " ", count: max(0, 12 - signal.label.count))
            lines.append("\(name) no answer: \(reason)")
        }
        return lines
    }

    /// The profile without what the service does not expose: nothing is then asked that has no answer.
    ///
    /// A ratio of an absent label would read as "no failures".
    package var answerable: MetricProfile { hasStatus ? profile : profile.withoutErrors }
}

extension MetricProfile {
    /// The same profile that cannot tell failures.
    var withoutErrors: MetricProfile {
        MetricProfile(
            name: name,
            title: title,
            requests: requests,
            failures: [],
            statusLabel: nil,
            latency: latency,
            latencyUnit: latencyUnit,
            routeLabel: routeLabel,
            methodLabel: methodLabel,
            hiddenRoutes: hiddenRoutes,
            faults: faults,
            note: note,
            resources: resources
        )
    }
}
