package import Detection

extension ServiceMatch {
    /// A service by what was found in its metrics; nil where nothing counts requests.
    ///
    /// `ranges` is how buckets that are ranges of their own can be read, nil where they cannot; `whole` are the histograms
    /// that are kept whole.
    package init?(
        detected signals: ServiceSignals,
        service: ServiceKey,
        evidence: MetricEvidence,
        resources: [MetricProfile.Resource],
        elsewhere: [String: String] = MetricProfile.builtin.elsewhere,
        ranges: HistogramStorage? = nil,
        whole: Set<String> = []
    ) {
        var profile = MetricProfile(
            detected: signals,
            resources: resources,
            among: evidence,
            elsewhere: elsewhere
        )
        let latency = evidence.families.first { $0.name == profile?.latency?.name }
        let isRanged = latency?.isRanged ?? false
        if isRanged { profile?.storage = ranges ?? .ranged }
        if let name = profile?.latency?.name, whole.contains(name) { profile?.storage = .native }
        guard let profile else { return nil }
        let counting = evidence.families.first { $0.counterName == profile.requests.name }
        let hasBuckets = if case .histogram = signals.latency?.form { true } else { false }
        self.init(
            service: service,
            profile: profile,
            requestSeries: counting?.members.count ?? 0,
            hasStatus: profile.isProbed || !profile.failures.isEmpty,
            hasDurations: profile.latency != nil,
            hasBuckets: hasBuckets && (!isRanged || ranges != nil)
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
    /// The same where each service's first fit counts also what instances tell that speak by the names of another one.
    package func united(by evidence: MetricEvidence) -> ServiceDirectory {
        var seen: Set<ServiceKey> = []
        let families = Dictionary(
            evidence.families.map { ($0.counterName, $0.name) },
            uniquingKeysWith: { first, _ in first }
        )
        let all = matches.map { match in
            guard seen.insert(match.service).inserted, !match.profile.isJoined, !match.profile.isProbed,
                let rest = evidence.lacking([families[match.profile.requests.name] ?? match.profile.requests.name])
            else { return match }
            let others = matches.filter { other in
                other.service == match.service && other.profile.name != match.profile.name && !other.profile.isProbed
                    && rest.family(families[other.profile.requests.name] ?? "") != nil
            }
            return others.isEmpty ? match : match.joined(by: others)
        }
        return with(all)
    }

    /// The same with what was found where no profile fits what is there, service by service.
    ///
    /// What was found takes the place of profiles that fit by their names alone, and says which; with `keepsMisfits`
    /// these stay behind it, as somebody may ask for one by its name. Where the source is one service, `counted` are the
    /// requests counted so far by each profile's identifier, and what was found is about all of it.
    package func joined(
        by detected: [ServiceMatch],
        fits: [ServiceKey: ProfileFit],
        counted: [String: Double]? = nil,
        keepsMisfits: Bool = false
    ) -> ServiceDirectory {
        let isOne = counted != nil
        var fitting: [ServiceMatch] = []
        var others: [ServiceMatch] = []
        var reasons: [ServiceKey: String] = [:]
        for match in matches {
            let found = detected.first { isOne || $0.service == match.service }
            let total = found.flatMap { counted?[$0.profile.identifier] }
            let mine = counted?[match.profile.identifier]
            // Where there are many services nobody has asked for their latencies yet.
            let asked = isOne ? match : match.assumingLatency
            if found != nil, let misfit = fits[match.service]?.misfit(of: asked, counted: mine, detected: total) {
                others.append(match)
                if reasons[match.service] == nil {
                    reasons[match.service] = "not by the profile \(match.profile.name): \(misfit)"
                }
            } else {
                fitting.append(match)
            }
        }
        let lacking = detected.filter { found in
            !fitting.contains { isOne || $0.service == found.service }
        }
        .map { found in
            let reason = isOne ? reasons.values.min() : reasons[found.service]
            return reason.map(found.noting) ?? found
        }
        // Sorting keeps the order within a service.
        return with(fitting + lacking + (keepsMisfits ? others : []))
    }
}
