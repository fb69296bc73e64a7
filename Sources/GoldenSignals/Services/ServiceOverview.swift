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
    /// The window of its numbers; nil where it is everyone's.
    package var window: Duration?
    /// Targets that do not answer, where more is known of them than how many.
    package var outage: TargetOutage?

    /// A service without a number.
    package init(service: ServiceKey, profile: String) {
        self.service = service
        self.profile = profile
    }
}
