package import PromModel
package import TerminalUI

/// The load driver's own account, as the screen shows it beside the measured numbers.
package struct LoadStatus: Sendable, Equatable, Codable {
    /// Requests are being issued.
    package var isRunning: Bool
    /// The planned rate in requests a second.
    package var rate: Double
    /// Until the load ends by itself; nil when it does not run.
    package var remaining: Duration?
    /// Requests sent since the run began.
    package var sent: Int
    /// Requests answered since the run began.
    package var done: Int
    /// Requests that got no answer since the run began.
    package var unanswered: Int
    /// Answers a second in the last window; nil without a window.
    package var perSecond: Double?
    /// The share of 5xx in the last window, 0 to 1; nil without answers.
    package var errorShare: Double?
    /// 95th percentile from sent to answered in the last window.
    package var p95: Duration?
    /// 99th percentile from sent to answered in the last window.
    package var p99: Duration?

    /// A driver that has not run.
    package init(rate: Double) {
        isRunning = false
        self.rate = rate
        sent = 0
        done = 0
        unanswered = 0
    }
}

/// One fault of the chaos target, as its control route lists it.
package struct FaultStatus: Sendable, Equatable, Codable {
    /// Its kind.
    package let name: String
    /// The route that it acts on.
    package let route: String
    /// The share of requests that it hits, 0 to 1.
    package let share: Double
    /// Whether it acts now.
    package let isActive: Bool
    /// The service's own defect: it has no end.
    package let isBuiltin: Bool
    /// By how much it delays a request; nil for a fault that delays none.
    package let delay: Duration?

    /// Memberwise.
    package init(
        name: String,
        route: String,
        share: Double,
        isActive: Bool,
        isBuiltin: Bool,
        delay: Duration? = nil
    ) {
        self.name = name
        self.route = route
        self.share = share
        self.delay = delay
        self.isActive = isActive
        self.isBuiltin = isBuiltin
    }
}

/// What the chaos keys act on, and how it stands.
package struct ChaosState: Sendable, Equatable {
    /// The path that the load asks for.
    package let path: String
    /// The driver.
    package var load: LoadStatus
    /// The faults that the target has; nil until it was asked.
    package var faults: [FaultStatus]?
    /// The last thing that could not be done, in words.
    package var failure: String?
    /// When faults were switched off from here last; nil where none was.
    package var switchedOff: Timestamp?
    /// A fault that is being written; nil while none is.
    package var input: InputLine?
    /// Whether the target answers at all: chaos keys wait for it.
    package var isReady = false
    /// What was pressed before the target was there for the first time, and is done as soon as it is; nil once it was.
    package var waiting: [Command]? = []

    /// Chaos for a target's path, with the rate that `l` starts.
    package init(path: String, rate: Double) {
        self.path = path
        load = LoadStatus(rate: rate)
    }
}
