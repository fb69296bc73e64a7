import PromModel
import PromQL

/// What traffic services have had: asked rarely, for all of them at once.
extension OverviewQueries {
    private static let requestsTag = "longerRequests"
    private static let failuresTag = "longerFailures"
    /// How long a breach may take to be proven by few requests.
    private static let longer = Duration.seconds(600)

    /// Rates of the last hour and of the same time of other days; several questions where one would be too long.
    package var habitExpressions: [String] {
        var parts: [(tag: String, expression: String?)] = []
        for (place, kind) in classes.enumerated() where !kind.services.isEmpty {
            for profile in profiles {
                let catalog = catalog(profile, kind)
                let longer = catalog.with(window: Self.longer)
                // The rate is an `or`, which binds less than the product.
                let failures = longer.errorRate.map { "(\($0)) * \(SignalCatalog.seconds(Self.longer))" }
                let all =
                    HabitQueries(catalog, window: kind.window).parts + [
                        (Self.requestsTag, longer.requestCount), (Self.failuresTag, failures),
                    ]
                parts += all.map { ("\($0.tag):\(profile.identifier):\(place)", $0.expression) }
            }
        }
        return SignalCatalog.combined(parts, longest: longest)
    }

    /// What the answers say, by service and profile.
    package func habits(
        from answer: [InstantValue],
        directory: ServiceDirectory
    ) -> [TrafficHabit.Owner: (habit: TrafficHabit, longer: ServiceOverview.Counts?)] {
        var values: [ServiceKey: [String: Double]] = [:]
        for value in answer where value.value.isFinite {
            values[labels.key(of: value.labels), default: [:]][value.labels[SignalCatalog.tagLabel]] = value.value
        }
        let places = places
        var habits: [TrafficHabit.Owner: (habit: TrafficHabit, longer: ServiceOverview.Counts?)] = [:]
        for match in directory.matches {
            guard let own = values[match.service], let place = places[match.service] else { continue }
            func value(_ name: String) -> Double? { own["\(name):\(match.profile.identifier):\(place)"] }
            let habit = HabitQueries.habit(value)
            let longer = value(Self.requestsTag).map { requests in
                ServiceOverview.Counts(requests: requests, failures: value(Self.failuresTag) ?? 0)
            }
            guard habit != nil || longer != nil else { continue }
            let owner = TrafficHabit.Owner(service: match.service, profile: match.profile.name)
            habits[owner] = (habit ?? TrafficHabit(), longer)
        }
        return habits
    }
}
