import PromModel

/// Finds the services that a source knows, and which profile each one's metrics fit.
///
/// One query for all profiles and services: it counts the series that each profile would need.
package struct ServiceDetection: Sendable {
    private enum Part: String, CaseIterable {
        case requests
        case status
        case durations
        case buckets
    }

    private static let targetsTag = "targets"
    private let profiles: [MetricProfile]

    /// Looks for these profiles, the preferred one first.
    package init(profiles: [MetricProfile]) {
        self.profiles = profiles
    }

    /// The profiles that are looked for.
    package var names: [String] { profiles.map(\.name) }

    /// The query.
    ///
    /// `selector` narrows it, such as `job="x"`; without `isFull` latencies are left out, whose buckets are the most
    /// series that there are.
    package func expression(selector: String = "", isFull: Bool = true) -> String {
        var parts: [(tag: String, expression: String?)] = []
        for (index, profile) in profiles.enumerated() {
            let catalog = SignalCatalog(profile: profile, selector: selector, window: .seconds(60))
            parts.append((tag(index, .requests), Self.count(catalog.requestSeries)))
            if let label = profile.statusLabel, let metric = profile.failures.first?.name {
                let labelled = MetricProfile.Metric(name: metric, matchers: "\(label)!=\"\"")
                parts.append((tag(index, .status), Self.count(catalog.series(labelled))))
            }
            guard isFull else { continue }
            parts.append((tag(index, .durations), catalog.durations("_sum").map(Self.count)))
            parts.append((tag(index, .buckets), catalog.durations("_bucket").map(Self.count)))
        }
        let targets = SignalCatalog.tagged(
            Self.count(selector.isEmpty ? "up" : "up{\(selector)}"),
            as: Self.targetsTag
        )
        return [SignalCatalog.combined(parts), targets].compactMap { $0 }.joined(separator: " or ")
    }

    /// What the query's answer says.
    package func directory(from answer: [InstantValue]) -> ServiceDirectory {
        var counts: [ServiceKey: [String: Int]] = [:]
        var targets: [Labels: Int] = [:]
        for value in answer {
            let key = ServiceKey(of: value.labels)
            let tag = value.labels[SignalCatalog.tagLabel]
            let count = Int(exactly: value.value) ?? 0
            if tag == Self.targetsTag { targets[key.labels] = count } else { counts[key, default: [:]][tag] = count }
        }
        var matches: [ServiceMatch] = []
        for (service, found) in counts {
            for (index, profile) in profiles.enumerated() {
                guard let series = found[tag(index, .requests)], series > 0 else { continue }
                matches.append(
                    ServiceMatch(
                        service: service,
                        profile: profile,
                        requestSeries: series,
                        // Counters of failures without a label may be absent because nothing has failed.
                        hasStatus: !profile.failures.isEmpty
                            && (profile.statusLabel == nil || found[tag(index, .status)] != nil),
                        hasDurations: found[tag(index, .durations)] != nil,
                        hasBuckets: found[tag(index, .buckets)] != nil
                    )
                )
            }
        }
        return ServiceDirectory(matches: matches, targets: targets)
    }

    private func tag(_ index: Int, _ part: Part) -> String { "\(index):\(part.rawValue)" }

    private static func count(_ series: String) -> String {
        "count by (\(ServiceKey.labelNames.joined(separator: ", "))) (\(series))"
    }
}
