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

    /// How a service has been since when.
    package struct Record: Sendable, Equatable {
        /// How it is.
        package var health: ServiceHealth
        /// Since when it is so, as far as it was watched.
        package var since: Timestamp
        /// It was so when it was first seen.
        package var isFirst: Bool
        /// Its last rate, where it has none now.
        package var lastRate: Double?
    }

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
    /// When the numbers of `records` are of.
    package var at: Timestamp?

    /// Nothing seen, nothing filtered.
    package init() {}

    /// The record of a service.
    package func record(of service: ServiceOverview) -> Record? { records[Self.key(service)] }

    /// By all labels: two services may have one name.
    static func key(_ service: ServiceOverview) -> String { "\(service.service.labels)|\(service.profile)" }

    /// Notes how the services are at a moment.
    package mutating func observe(
        _ services: [ServiceOverview],
        at moment: Timestamp,
        limits: (String) -> [Limit],
        window: Duration
    ) {
        guard at.map({ moment > $0 }) ?? true else { return }
        let isFirstLook = at == nil
        at = moment
        var fresh: [String: Record] = [:]
        for service in services {
            let health = service.health(limits: limits(service.service.name), window: window)
            let key = Self.key(service)
            var record = records[key] ?? Record(health: health, since: moment, isFirst: isFirstLook)
            if record.health != health {
                record = Record(health: health, since: moment, isFirst: false, lastRate: record.lastRate)
            }
            if let rate = service.requestRate, rate > 0 { record.lastRate = rate }
            fresh[key] = record
        }
        records = fresh
    }

    /// The services to list, in their order.
    package func shown(_ services: [ServiceOverview]) -> [ServiceOverview] {
        let wanted = filter.lowercased()
        let matching = services.filter { wanted.isEmpty || $0.service.name.lowercased().contains(wanted) }
        let sorted = matching.sorted { left, right in
            switch order {
            case .name: return left.service.name < right.service.name
            case .rps: return Self.isMore(left.requestRate, right.requestRate, left, right)
            case .errors: return Self.isMore(left.errorShare, right.errorShare, left, right)
            case .p95: return Self.isMore(left.p95, right.p95, left, right)
            case .p99: return Self.isMore(left.p99, right.p99, left, right)
            case .state:
                let leftHealth = record(of: left)?.health ?? .noData
                let rightHealth = record(of: right)?.health ?? .noData
                if leftHealth != rightHealth { return leftHealth < rightHealth }
                // Of two that fail alike the one with more failures hurts more people.
                let leftErrors = (left.errorShare ?? 0) * (left.requestRate ?? 0)
                let rightErrors = (right.errorShare ?? 0) * (right.requestRate ?? 0)
                if leftErrors != rightErrors { return leftErrors > rightErrors }
                return Self.isMore(left.requestRate, right.requestRate, left, right)
            }
        }
        return isReversed ? sorted.reversed() : sorted
    }

    private static func isMore(
        _ left: Double?,
        _ right: Double?,
        _ leftService: ServiceOverview,
        _ rightService: ServiceOverview
    ) -> Bool {
        let (leftValue, rightValue) = (left ?? -1, right ?? -1)
        return leftValue == rightValue ? leftService.service.name < rightService.service.name : leftValue > rightValue
    }
}
