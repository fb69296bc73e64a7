import PromModel

extension ServiceMatch {
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
