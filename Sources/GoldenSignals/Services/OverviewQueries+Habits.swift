import PromModel
import PromQL

/// What traffic services have had: asked rarely, for all of them at once.
extension OverviewQueries {
    private static let hourTag = "hour"
    private static let requestsTag = "longerRequests"
    private static let failuresTag = "longerFailures"
    /// How long a breach may take to be proven by few requests.
    private static let longer = Duration.seconds(600)
    private static let leastTag = "Least"
    private static let mostTag = "Most"

    /// Rates of the last hour and of the same time of other days; several questions where one would be too long.
    package var habitExpressions: [String] {
        var parts: [(tag: String, expression: String?)] = []
        for (place, kind) in classes.enumerated() where !kind.services.isEmpty {
            for profile in profiles {
                guard let rate = catalog(profile, kind).expression(for: .requestRate) else { continue }
                func tag(_ name: String) -> String { "\(name):\(profile.identifier):\(place)" }
                // Every five minutes, up to where what is judged now begins.
                let hour = "(\(rate))[1h:5m] offset \(SignalCatalog.durationText(kind.window))"
                parts.append(
                    (tag(Self.hourTag), "quantile_over_time(0.5, \(hour)) and count_over_time(\(hour)) >= 6")
                )
                let longer = catalog(profile, kind).with(window: Self.longer)
                parts += [
                    (tag(Self.requestsTag), longer.requestCount),
                    (tag(Self.failuresTag), longer.errorRate.map { "\($0) * \(SignalCatalog.seconds(Self.longer))" }),
                ]
                for day in OtherDay.allCases {
                    let around = "(\(rate))\(day.halfHour)"
                    parts += [
                        (tag("\(day)\(Self.leastTag)"), "min_over_time(\(around))"),
                        (tag("\(day)\(Self.mostTag)"), "max_over_time(\(around))"),
                    ]
                }
            }
        }
        return SignalCatalog.combined(parts, longest: longest)
    }

    /// The same time of another day.
    private enum OtherDay: CaseIterable {
        case day
        case week

        /// The half hour around it, every ten minutes.
        var halfHour: String {
            let ago: Duration = self == .day ? .seconds(86_400) : .seconds(7 * 86_400)
            let end = ago - TrafficHabit.span / 2
            return "[\(SignalCatalog.durationText(TrafficHabit.span)):10m] offset \(SignalCatalog.durationText(end))"
        }
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
            func extent(_ day: OtherDay) -> TrafficHabit.Extent? {
                guard let least = value("\(day)\(Self.leastTag)"), let most = value("\(day)\(Self.mostTag)") else {
                    return nil
                }
                return TrafficHabit.Extent(least: least, most: most)
            }
            let habit = TrafficHabit(hour: value(Self.hourTag), day: extent(.day), week: extent(.week))
            let longer = value(Self.requestsTag).map { requests in
                ServiceOverview.Counts(requests: requests, failures: value(Self.failuresTag) ?? 0)
            }
            guard habit != TrafficHabit() || longer != nil else { continue }
            habits[TrafficHabit.Owner(service: match.service, profile: match.profile.name)] = (habit, longer)
        }
        return habits
    }
}
