import PromModel
import PromQL

/// One service of many, in short.
package struct ServiceOverview: Sendable, Equatable, Codable {
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
    /// Several processes answer in turn behind one address: its numbers cannot be trusted, and are not there.
    package private(set) var isUntrusted = false
    /// Why they cannot be trusted, where more is known of it than that.
    package private(set) var distrust: Distrust?
    /// Its counters rose by far more than before, and only the next samples tell whether that is traffic.
    package private(set) var isUnsettled: Bool?
    /// Why its failures cannot be told of what is counted; nil where they can.
    package var unjudgedFailures: String?
    /// Too few of the window's scrapes were answered: its rate is not that of a whole window.
    package private(set) var isPartial = false
    /// Targets that do not answer, where more is known of them than how many.
    package var outage: TargetOutage?
    /// What traffic it has had; nil where that was not asked.
    package var habit: TrafficHabit?
    /// Part of its rate and of its failures is an estimate of what series that are new brought with them; nil where it is
    /// not.
    package var isEstimated: Bool?
    /// Requests that were refused for what their clients sent; nil where too few are to be news.
    package var refusals: Refusals?
    /// Requests of a longer time, and failures among them, where that was asked just now; nil elsewhere.
    package var longer: Counts?

    /// What was counted.
    package struct Counts: Sendable, Equatable, Codable {
        /// Requests.
        package let requests: Double
        /// Failed ones among them.
        package let failures: Double
    }

    /// How often the process that starts anew again and again did so in ``restartReach``; nil where none does.
    package internal(set) var restarts: Int?

    /// Restarts are counted for so long.
    package static let restartReach = Duration.seconds(300)

    /// Adds requests of a window, and failures among them, that its rates leave out.
    mutating func add(requests: Double, failures: Double, window: Duration) {
        guard requests > 0 || failures > 0 else { return }
        let failed = (errorShare ?? 0) * (requestRate ?? 0) + failures / window.inSeconds
        let all = (requestRate ?? 0) + max(requests, failures) / window.inSeconds
        requestRate = all
        if errorShare != nil || failures > 0 { errorShare = min(1, failed / all) }
    }

    /// Takes how many of the scrapes that fill a window were answered, by the target that answered most.
    mutating func takeScrapes(_ count: Double, of full: Double) {
        isPartial = WindowFill.isThin(count, of: full)
    }

    /// Its requests were not counted yet when the window began.
    mutating func markPartial() { isPartial = true }

    /// Takes away what was counted by several processes in turn.
    package mutating func distrust(_ why: Distrust? = nil) {
        isUntrusted = true
        if let why { distrust = why }
        takeBack()
    }

    /// Takes its numbers away until the next samples tell whether they are right.
    package mutating func holdBack() {
        isUnsettled = true
        takeBack()
    }

    /// Takes the numbers away: they are not of now.
    mutating func takeBack() {
        (requestRate, errorShare, average, p95, p99) = (nil, nil, nil, nil, nil)
        refusals = nil
    }

    /// A service without a number.
    package init(service: ServiceKey, profile: String) {
        self.service = service
        self.profile = profile
    }
}
