package import GoldenSignals

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
    /// Which services a service calls, by their names, as the user wrote them.
    package var dependencies: [String: [String]]
    /// The path that the load asked for; nil where there was none.
    package var loadPath: String?
    /// The load's planned rate in requests a second; 0 where there was none.
    package var loadRate: Double
    /// The user had said what is promised; nil in recordings of before there were objectives.
    package var hasObjectives: Bool?

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
        serviceLimits: [String: [Limit]] = [:],
        bounds: [Limit] = [],
        serviceBounds: [String: [Limit]] = [:],
        dependencies: [String: [String]] = [:],
        loadPath: String? = nil,
        loadRate: Double = 0,
        hasObjectives: Bool? = nil
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
        self.dependencies = dependencies
        self.loadPath = loadPath
        self.loadRate = loadRate
        self.hasObjectives = hasObjectives
    }
}
