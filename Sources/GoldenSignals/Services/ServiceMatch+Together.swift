import PromModel

extension ServiceMatch {
    /// The same with what instances count that speak by the names of others' profiles.
    package func joined(by others: [ServiceMatch]) -> ServiceMatch {
        let profile = others.reduce(self.profile) { $0.joined(by: $1.profile) }
        return ServiceMatch(
            service: service,
            profile: profile,
            requestSeries: others.reduce(requestSeries) { $0 + $1.requestSeries },
            hasStatus: hasStatus && others.allSatisfy(\.hasStatus),
            hasDurations: hasDurations,
            hasBuckets: hasBuckets,
            isStoredTwice: isStoredTwice
        )
    }

    /// How many instances of a service count their requests by the names of another profile, and not by these.
    package func instancesSpeaking(_ other: ServiceMatch, selector: String) -> String {
        let series = [other.profile, profile].map {
            SignalCatalog(profile: $0, selector: selector, window: .seconds(60)).requestSeries
        }
        return "count(count by (job, instance) (\(series[0])) unless on (job, instance) (\(series[1])))"
    }

    /// Fits of several services by one profile, taken together; nil where there are none.
    ///
    /// What one of them has is there.
    package static func together(_ matches: [ServiceMatch]) -> ServiceMatch? {
        guard let first = matches.first else { return nil }
        guard matches.count > 1 else { return first }
        return ServiceMatch(
            service: ServiceKey(of: Labels()),
            profile: first.profile,
            requestSeries: matches.reduce(0) { $0 + $1.requestSeries },
            hasStatus: matches.contains(where: \.hasStatus),
            hasDurations: matches.contains(where: \.hasDurations),
            hasBuckets: matches.contains(where: \.hasBuckets)
        )
    }
}
