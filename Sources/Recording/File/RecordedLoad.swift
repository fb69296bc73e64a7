/// The load driver's account.
package struct RecordedLoad: Sendable, Equatable, Codable {
    /// Requests were being issued.
    package var isRunning: Bool
    /// The planned rate in requests a second.
    package var rate: Double
    /// Until the load was to end by itself; nil where it did not run.
    package var remaining: Duration?
    /// Requests sent since the run began.
    package var sent: Int
    /// Requests answered since the run began.
    package var done: Int
    /// Requests that got no answer since the run began.
    package var unanswered: Int
    /// Answers a second in the last window.
    package var perSecond: Double?
    /// The share of 5xx in the last window, 0 to 1.
    package var errorShare: Double?
    /// 95th percentile from sent to answered.
    package var p95: Duration?
    /// 99th percentile from sent to answered.
    package var p99: Duration?

    /// A driver that has not run.
    package init(isRunning: Bool, rate: Double, remaining: Duration? = nil) {
        self.isRunning = isRunning
        self.rate = rate
        self.remaining = remaining
        (sent, done, unanswered) = (0, 0, 0)
    }
}

/// A fault of the service that is broken on purpose.
package struct RecordedFault: Sendable, Equatable, Codable {
    /// Its kind.
    package var name: String
    /// The route that it acts on.
    package var route: String
    /// The share of requests that it hits, 0 to 1.
    package var share: Double
    /// It acts.
    package var isActive: Bool
    /// It is the service's own defect.
    package var isBuiltin: Bool
    /// By how much it delays a request; nil for a fault that delays none.
    package var delay: Duration?

    /// Memberwise.
    package init(name: String, route: String, share: Double, isActive: Bool, isBuiltin: Bool, delay: Duration?) {
        self.name = name
        self.route = route
        self.share = share
        self.isActive = isActive
        self.isBuiltin = isBuiltin
        self.delay = delay
    }
}
