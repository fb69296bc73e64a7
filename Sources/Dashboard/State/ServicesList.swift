package import Diagnosis
package import GoldenSignals
package import PromModel
package import TerminalUI

/// How the services are listed, and what was seen of each.
package struct ServicesList: Sendable, Equatable {
    /// What they are sorted by.
    package enum Order: String, Sendable, Equatable, CaseIterable {
        case state
        case name = "service"
        case rps
        case errors = "5xx"
        case p95
        case p99

        /// The one after it, in a circle.
        package var next: Order {
            let all = Order.allCases
            return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
        }
    }

    /// How a service has been, and since when.
    package typealias Record = ServiceRecord

    /// What they are sorted by; the worst first to begin with.
    package var order = Order.state
    /// The other way round.
    package var isReversed = false
    /// Only services whose name holds this are listed; empty for all.
    package var filter = ""
    /// The filter is being written.
    package var input: InputLine?
    /// What was seen of each service, by its key and profile.
    package var records: [String: Record] = [:]
    /// The requests a second of each service at the last looks, the newest last, by its key and profile.
    package var trends: [String: [Float]] = [:]
    /// Those that are broken.
    package private(set) var broken: [BrokenService] = []
    /// Which service calls which.
    package var calls = ServiceCalls()
    /// When the numbers of `records` are of.
    package var at: Timestamp?

    /// Nothing seen, nothing filtered.
    package init() {}

    /// Nothing filtered; some of the services were seen to be as they are, before anybody looked at the others.
    package init(records: [String: Record]) { self.records = records }

    /// The record of a service.
    package func record(of service: ServiceOverview) -> Record? { records[Self.key(service)] }

    /// The requests a second of a service at the last looks, the newest last.
    package func trend(of service: ServiceOverview) -> [Float] { trends[Self.key(service)] ?? [] }

    /// So many looks are remembered: a column of its sparkline each.
    private static let mostLooks = 16

    /// By all labels: two services may have one name.
    static func key(_ service: ServiceOverview) -> String { "\(service.service.labels)|\(service.profile)" }

    /// Notes how the services are at a moment.
    package mutating func observe(
        _ services: [ServiceOverview],
        at moment: Timestamp,
        limits: (ServiceKey) -> [Limit],
        window: Duration
    ) {
        // Answers may come in another order; a clock that was set back is another matter.
        guard at.map({ moment > $0 || $0 - moment > .seconds(60) }) ?? true else { return }
        let isFirstLook = at == nil
        at = moment
        var fresh: [String: Record] = [:]
        broken = []
        var rates: [String: [Float]] = [:]
        for service in services {
            let limits = limits(service.service)
            let key = Self.key(service)
            let health = service.health(limits: limits, window: window, before: records[key])
            var record = records[key] ?? Record(health, at: moment, isFirst: isFirstLook)
            record.observe(service, health, limits: limits, at: moment, window: window)
            if let ill = BrokenService(service, record, limits: limits, window: window) { broken.append(ill) }
            fresh[key] = record
            rates[key] = (trends[key] ?? []).suffix(Self.mostLooks - 1) + [Float(service.requestRate ?? 0)]
        }
        (records, trends) = (fresh, rates)
    }

    /// The services to list, in their order.
    package func shown(_ services: [ServiceOverview]) -> [ServiceOverview] {
        let wanted = filter.lowercased()
        // Names and states are made once, not at each comparison.
        let ranked = services.compactMap { service -> Ranked? in
            let name = service.service.name
            guard wanted.isEmpty || name.lowercased().contains(wanted) else { return nil }
            return Ranked(service: service, name: name, ranks: ranks(of: service))
        }
        .sorted { left, right in
            for (first, second) in zip(left.ranks, right.ranks) where first != second { return first > second }
            return left.name < right.name
        }
        let sorted = ranked.map(\.service)
        return isReversed ? sorted.reversed() : sorted
    }

    private struct Ranked {
        let service: ServiceOverview
        let name: String
        let ranks: [Double]
    }

    /// What it is sorted by, the largest first; by name beyond that.
    private func ranks(of service: ServiceOverview) -> [Double] {
        switch order {
        case .name: return []
        case .rps: return [service.requestRate ?? -1]
        case .errors: return [service.errorShare ?? -1]
        case .p95: return [service.p95 ?? -1]
        case .p99: return [service.p99 ?? -1]
        case .state:
            let health = record(of: service)?.health ?? .noData
            // Of two that fail alike the one with more failures hurts more people.
            let errors = (service.errorShare ?? 0) * (service.requestRate ?? 0)
            return [-Double(health.rawValue), errors, service.requestRate ?? -1]
        }
    }
}
