package import Detection

extension ServiceMatch {
    /// A service by what was found in its metrics; nil where nothing counts requests.
    package init?(
        detected signals: ServiceSignals,
        service: ServiceKey,
        evidence: MetricEvidence,
        resources: [MetricProfile.Resource]
    ) {
        guard let profile = MetricProfile(detected: signals, resources: resources) else { return nil }
        let counting = evidence.families.first { $0.counterName == profile.requests.name }
        let hasBuckets = if case .histogram = signals.latency?.form { true } else { false }
        self.init(
            service: service,
            profile: profile,
            requestSeries: counting?.members.count ?? 0,
            hasStatus: !profile.failures.isEmpty,
            hasDurations: profile.latency != nil,
            hasBuckets: hasBuckets
        )
    }

    /// The same with one more thing that a reader should know.
    package func noting(_ note: String) -> ServiceMatch {
        var profile = profile
        profile.note = [profile.note, note].compactMap { $0 }.joined(separator: "; ")
        return ServiceMatch(
            service: service,
            profile: profile,
            requestSeries: requestSeries,
            hasStatus: hasStatus,
            hasDurations: hasDurations,
            hasBuckets: hasBuckets,
            isStoredTwice: isStoredTwice
        )
    }
}

extension ServiceDirectory {
    /// The same with what was found beside what is described, service by service.
    ///
    /// A profile that fits comes first, then what was found, then profiles that fit by their names alone. `counted` are
    /// the requests counted so far, by the profile's identifier, where the source is one service.
    package func joined(
        by detected: [ServiceMatch],
        fits: [ServiceKey: ProfileFit],
        counted: [String: Double] = [:]
    ) -> ServiceDirectory {
        var fitting: [ServiceMatch] = []
        var others: [ServiceMatch] = []
        for match in matches {
            let found = detected.first { $0.service == match.service }.flatMap { counted[$0.profile.identifier] }
            if let misfit = fits[match.service]?.misfit(
                of: match,
                counted: counted[match.profile.identifier],
                detected: found
            ) {
                others.append(match.noting("the profile does not fit well: \(misfit)"))
            } else {
                fitting.append(match)
            }
        }
        // Sorting keeps the order within a service.
        return ServiceDirectory(matches: fitting + detected + others, targets: targets)
    }
}
