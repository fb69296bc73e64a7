extension MetricProfile {
    /// Whether it counts by the names of several.
    package var isJoined: Bool { moreRequests.contains { !$0.unless.isEmpty } }

    /// The same with what instances count that speak by the names of another profile, and not by these.
    ///
    /// Requests and failures are the sum. Latencies of different bounds do not add up: the others' are left out, which
    /// is noted.
    package func joined(by other: MetricProfile) -> MetricProfile {
        guard !isProbed, !other.isProbed else { return self }
        var result = self
        let mine = [requests] + moreRequests
        let theirs = [other.requests] + other.moreRequests
        result.moreRequests += theirs.map { $0.unless(mine) }
        if failures.isEmpty || other.failures.isEmpty {
            result.failures = []
            result.statusLabel = nil
            let silent = failures.isEmpty ? self : other
            let reason = "no failures are told where requests are counted by \(silent.requests.name)"
            for signal in [Signal.successShare, .errorShare] { result.reasons[signal] = reason }
        } else {
            result.failures += other.failures.map { $0.unless(mine) }
        }
        let left = other.latency ?? other.timeSpent?.time
        let notes = [
            note, "instances without \(requests.name) are counted by \(other.requests.name)",
            left.map { "their latency (\($0.name)) is left out" },
        ]
        result.note = notes.compactMap { $0 }.joined(separator: "; ")
        result.variant = [variant, other.identifier].compactMap { $0 }.joined(separator: "+")
        return result
    }
}

extension MetricProfile.Metric {
    fileprivate func unless(_ others: [MetricProfile.Metric]) -> MetricProfile.Metric {
        var result = self
        result.unless += others
        return result
    }
}
