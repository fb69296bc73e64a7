import PromModel

/// A service whose metrics fit a profile, and what there is of them.
package struct ServiceMatch: Sendable, Equatable {
    /// Which service.
    package internal(set) var service: ServiceKey
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
    /// Its histograms are kept both ways, of which one is read.
    package let isStoredTwice: Bool

    /// Memberwise.
    package init(
        service: ServiceKey,
        profile: MetricProfile,
        requestSeries: Int,
        hasStatus: Bool,
        hasDurations: Bool,
        hasBuckets: Bool,
        isStoredTwice: Bool = false
    ) {
        self.service = service
        self.profile = profile
        self.requestSeries = requestSeries
        self.hasStatus = hasStatus
        self.hasDurations = hasDurations
        self.hasBuckets = hasBuckets
        self.isStoredTwice = isStoredTwice
    }

    /// What is known of the same service now, in the light of how its histograms were kept before.
    ///
    /// Where they are native since then and were not kept so before, what is older is read from the series of before.
    package func revised(to found: ServiceMatch) -> ServiceMatch {
        let wasClassic = profile.storage == .changed || profile.storage == .classic && !isStoredTwice
        guard wasClassic, profile.latency != nil, found.profile.storage == .native else { return found }
        return ServiceMatch(
            service: found.service,
            profile: found.profile.stored(.changed),
            requestSeries: found.requestSeries,
            hasStatus: found.hasStatus,
            hasDurations: found.hasDurations,
            hasBuckets: found.hasBuckets
        )
    }

    /// What cannot be answered, and why; the others can.
    package var gaps: [Signal: String] { profileGaps.merging(profile.reasons) { _, reason in reason } }

    private var profileGaps: [Signal: String] {
        guard requestSeries > 0 else {
            return Dictionary(uniqueKeysWithValues: Signal.allCases.map { ($0, "no metrics of it are known") })
        }
        var gaps: [Signal: String] = [:]
        if profile.isProbed { return probeGaps }
        if !hasStatus {
            let reason: String
            if let label = profile.statusLabel {
                let failures = profile.failures.first.map(profile.storedName) ?? "it"
                reason = "no series of \(failures) has the label '\(label)'"
            } else {
                reason = "no status label on \(profile.storedName(profile.requests))"
            }
            gaps[.successShare] = reason
            gaps[.errorShare] = reason
        }
        guard let latency = profile.latency?.name else {
            let reason = profile.timeSpent.map { "\($0.time.name) tells no more than the mean" }
            if reason == nil { gaps[.averageLatency] = "no latency is measured" }
            for signal in [Signal.p95Latency, .p99Latency] { gaps[signal] = reason ?? "no latency is measured" }
            return gaps
        }
        if !hasDurations { gaps[.averageLatency] = "there is no \(latency)_sum" }
        if !hasBuckets {
            for signal in [Signal.p95Latency, .p99Latency] {
                gaps[signal] =
                    profile.storage == .ranged
                    ? "the buckets of \(latency) are ranges (vmrange), of which this server tells no quantile"
                    : "there are no buckets (\(latency)_bucket): no quantile can be told"
            }
        }
        return gaps
    }

    /// Why failures cannot be told of what is counted; nil where they can, and where the profile counts what has none.
    ///
    /// A database's profile that knows of no failures says all there is to say of it. Where a profile expects a status
    /// that is not there, or what was found is not understood, half of the requests may fail.
    package var unjudgedFailures: String? {
        guard requestSeries > 0, !profile.isProbed, !hasStatus else { return nil }
        let isExpected = profile.failures.isEmpty && profile.statusLabel == nil && profile.reasons[.errorShare] == nil
        return isExpected ? nil : gaps[.errorShare]
    }

    private var probeGaps: [Signal: String] {
        var gaps = [Signal.requestRate: "probes are nobody's requests: none is counted"]
        if profile.probeDuration == nil { gaps[.averageLatency] = "no probe's duration is told" }
        for signal in [Signal.p95Latency, .p99Latency] { gaps[signal] = "a gauge tells no more than the mean" }
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
        guard requestSeries > 0 else { return ["profile      none: no request metrics of it are known"] }
        var lines = [
            "profile      \(profile.name): \(profile.title)",
            "\(profile.isProbed ? "probes  " : "requests")     \(profile.storedName(profile.requests)), \(requestSeries) series",
            "latency      \((profile.latency ?? profile.timeSpent?.time ?? profile.probeDuration)?.name ?? "not measured")",
        ]
        if let unanswered = profile.unanswered {
            lines.append("no answer    \(unanswered.name) is added to the requests and to the failures")
        }
        if let note = profile.storage.note, profile.latency != nil { lines.append("             \(note)") }
        if let hidden = profile.hiddenRoutes, let label = profile.routeLabel {
            lines.append("left out     routes (\(label)) that match \(hidden)")
        }
        lines += profile.evidence.map { "because      \($0)" }
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

extension HistogramStorage {
    /// What a reader of the numbers should know; nil for what is usual.
    var note: String? {
        switch self {
        case .classic: nil
        case .native: "read from native histograms: a quantile lies within one of their buckets"
        case .mixed: "some series are native histograms, others not: quantiles are those of the native ones"
        case .ranged: "read from buckets that are ranges of their own: a quantile lies within one of them"
        case .changed: "native histograms since a moment ago: numbers from before are of the series before"
        }
    }
}

extension ServiceMatch {
    /// A service that has targets and no metrics that are known: it was never seen up.
    package init(unseen service: ServiceKey) {
        self.init(
            service: service,
            profile: .unseen,
            requestSeries: 0,
            hasStatus: false,
            hasDurations: false,
            hasBuckets: false
        )
    }
}

extension MetricProfile {
    /// The name of the series that a metric is read from, however its histogram is kept.
    package func storedName(_ metric: Metric) -> String {
        guard storage == .native, let latency, metric.name == latencyCount else { return metric.name }
        return latency.name
    }

    /// Stands for how a service counts its requests that was never seen up.
    static let unseen = MetricProfile(
        name: "none",
        title: "nothing known",
        requests: Metric(name: "http_requests_total")
    )

    /// The same profile that cannot tell failures.
    var withoutErrors: MetricProfile {
        var profile = self
        profile.failures = []
        profile.statusLabel = nil
        return profile
    }
}
