import PromModel
import PromQL

/// One service of many, in short.
package struct ServiceOverview: Sendable, Equatable {
    /// Which service.
    package let service: ServiceKey
    /// The profile that its numbers come by.
    package let profile: String
    /// Requests a second.
    package var requestRate: Double?
    /// The share of failed requests, 0 to 1.
    package var errorShare: Double?
    /// Average latency in seconds.
    package var average: Double?
    /// 95th percentile of the latency in seconds.
    package var p95: Double?
    /// 99th percentile of the latency in seconds.
    package var p99: Double?
    /// Targets that answered their last scrape; nil where it has none of its own.
    package var targetsUp: Int?
    /// All its targets.
    package var targetsTotal: Int?

    /// A service without a number.
    package init(service: ServiceKey, profile: String) {
        self.service = service
        self.profile = profile
    }
}

/// Asks for the numbers of all services at once: two queries, whatever their number.
package struct OverviewQueries: Sendable {
    private static let upTag = "up:"
    private static let targetsTag = "targets:"
    private let profiles: [MetricProfile]
    private let window: Duration

    /// Queries for the profiles that the directory's services have.
    package init(directory: ServiceDirectory, window: Duration) {
        var seen: Set<String> = []
        profiles = directory.matches.filter { seen.insert($0.profile.identifier).inserted }.map(\.profile)
        self.window = window
    }

    /// Rates and error shares, and 99th percentiles.
    ///
    /// None where there is nothing to ask for.
    package var expressions: [String] {
        guard !profiles.isEmpty else { return [] }
        let by = "by (\(PromQLName.labels(ServiceKey.labelNames)))"
        let targets: [(tag: String, expression: String?)] = [
            (Self.upTag, "sum \(by) (up)"), (Self.targetsTag, "count \(by) (up)"),
        ]
        let traffic = profiles.flatMap { profile in
            let catalog = catalog(profile)
            return [
                ("\(Signal.requestRate.rawValue):\(profile.identifier)", catalog.requestRate),
                ("\(Signal.errorShare.rawValue):\(profile.identifier)", catalog.expression(for: .errorShare)),
            ] as [(tag: String, expression: String?)]
        }
        // In which unit a histogram counts is found out for the service on the screen alone.
        let latency = profiles.filter(\.tellsLatencyUnit).flatMap { profile in
            [Signal.averageLatency, .p95Latency, .p99Latency].map { signal in
                (tag: "\(signal.rawValue):\(profile.identifier)", expression: catalog(profile).expression(for: signal))
            }
        }
        return [SignalCatalog.combined(traffic + targets), SignalCatalog.combined(latency)].compactMap { $0 }
    }

    /// What the answers say, one row a service and profile that fit.
    package func overviews(from answer: [InstantValue], directory: ServiceDirectory) -> [ServiceOverview] {
        struct Row: Hashable {
            let service: ServiceKey
            let profile: Substring
        }
        var values: [Row: [Substring: Double]] = [:]
        var targets: [ServiceKey: [String: Int]] = [:]
        for value in answer where !value.value.isNaN {
            let tag = value.labels[SignalCatalog.tagLabel]
            if tag == Self.upTag || tag == Self.targetsTag {
                targets[ServiceKey(of: value.labels), default: [:]][tag] = Int(exactly: value.value)
                continue
            }
            let parts = value.labels[SignalCatalog.tagLabel].split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            values[Row(service: ServiceKey(of: value.labels), profile: parts[1]), default: [:]][parts[0]] = value.value
        }
        return directory.matches.map { match in
            let known = values[Row(service: match.service, profile: match.profile.identifier[...])] ?? [:]
            var overview = ServiceOverview(service: match.service, profile: match.profile.name)
            overview.requestRate = known[Signal.requestRate.rawValue[...]]
            overview.errorShare = match.hasStatus ? known[Signal.errorShare.rawValue[...]] : nil
            overview.average = known[Signal.averageLatency.rawValue[...]]
            overview.p95 = known[Signal.p95Latency.rawValue[...]]
            overview.p99 = known[Signal.p99Latency.rawValue[...]]
            overview.targetsUp = targets[match.service]?[Self.upTag]
            overview.targetsTotal = targets[match.service]?[Self.targetsTag]
            return overview
        }
    }

    private func catalog(_ profile: MetricProfile) -> SignalCatalog {
        SignalCatalog(profile: profile, selector: "", window: window, grouping: ServiceKey.labelNames)
    }
}
