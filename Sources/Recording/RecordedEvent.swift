package import GoldenSignals
package import PromModel

/// What a recording holds, in the order in which it happened.
package enum RecordedEvent: Sendable, Equatable, Codable {
    /// What the screen was set to; the first of all.
    case settings(RecordedSettings)
    /// A poll ended.
    case source(SourceUpdate)
    /// The load driver's account.
    case load(RecordedLoad, at: Timestamp)

    /// When it happened, by the source's clock; nil for what holds throughout.
    package var at: Timestamp? {
        switch self {
        case .settings: nil
        case .source(let update): update.snapshot.at
        case .load(_, let moment): moment
        }
    }
}

/// What the numbers of a recording are to be read by.
package struct RecordedSettings: Sendable, Equatable, Codable {
    /// The service's name.
    package var service: String
    /// Where the numbers came from.
    package var source: String
    /// The kind of source.
    package var sourceKind: String
    /// A word for where this was; empty for none.
    package var place: String
    /// The window of every rate.
    package var window: Duration
    /// What the charts showed.
    package var span: Duration
    /// Between two polls.
    package var interval: Duration
    /// The limits on the signals of services that have none of their own.
    package var limits: [Limit]
    /// Those of single services, by their names.
    package var serviceLimits: [String: [Limit]]
    /// The limits on the traffic and on 4xx.
    package var bounds: [Limit]
    /// Those of single services, by their names.
    package var serviceBounds: [String: [Limit]]
    /// The path that the load asked for; nil where there was none.
    package var loadPath: String?

    /// Memberwise.
    package init(
        service: String,
        source: String,
        sourceKind: String,
        place: String,
        window: Duration,
        span: Duration,
        interval: Duration,
        limits: [Limit],
        serviceLimits: [String: [Limit]],
        bounds: [Limit],
        serviceBounds: [String: [Limit]],
        loadPath: String?
    ) {
        self.service = service
        self.source = source
        self.sourceKind = sourceKind
        self.place = place
        self.window = window
        self.span = span
        self.interval = interval
        self.limits = limits
        self.serviceLimits = serviceLimits
        self.bounds = bounds
        self.serviceBounds = serviceBounds
        self.loadPath = loadPath
    }
}

/// The load driver's account.
package struct RecordedLoad: Sendable, Equatable, Codable {
    /// Requests were being issued.
    package var isRunning: Bool
    /// The planned rate in requests a second.
    package var rate: Double
    /// Until the load was to end by itself; nil where it did not run.
    package var remaining: Duration?
    /// Requests sent, answered, and not answered since the run began.
    package var counts: [Int]
    /// Answers a second in the last window.
    package var perSecond: Double?
    /// The share of 5xx in the last window, 0 to 1.
    package var errorShare: Double?
    /// 95th and 99th percentile from sent to answered.
    package var quantiles: [Duration?]

    /// Memberwise.
    package init(
        isRunning: Bool,
        rate: Double,
        remaining: Duration?,
        counts: [Int],
        perSecond: Double?,
        errorShare: Double?,
        quantiles: [Duration?]
    ) {
        self.isRunning = isRunning
        self.rate = rate
        self.remaining = remaining
        self.counts = counts
        self.perSecond = perSecond
        self.errorShare = errorShare
        self.quantiles = quantiles
    }
}
