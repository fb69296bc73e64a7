import PromModel

extension TrafficParts {
    private static let version = "version"
    private static let places: Set<String> = ["zone", "pod", "instance"]

    /// The same parts with the version that each instance runs, where the requests do not carry it themselves.
    ///
    /// Only where several run: a version that all have tells nothing apart.
    package func toldApart(byVersions versions: [String: String]) -> TrafficParts {
        guard labels.contains("instance"), !labels.contains(Self.version), Set(versions.values).count > 1 else {
            return self
        }
        let told = parts.map { part in
            TrafficPart(
                labels: versions[part.labels["instance"]].map { part.labels.setting(Self.version, to: $0) }
                    ?? part.labels,
                requests: part.requests,
                bad: part.bad,
                requestsBefore: part.requestsBefore,
                badBefore: part.badBefore
            )
        }
        // Of what says the same the first is told: a version of several processes before their names, one of a single
        // process after its name.
        let isShared = Set(versions.values).count < versions.count
        var names = labels
        let place = isShared ? names.firstIndex(where: Self.places.contains) : nil
        names.insert(Self.version, at: place ?? names.endIndex)
        var apart = TrafficParts(signal: signal, labels: names, wide: wide, parts: told, since: since)
        (apart.routeLabel, apart.methodLabel, apart.refusal) = (routeLabel, methodLabel, refusal)
        return apart
    }
}
