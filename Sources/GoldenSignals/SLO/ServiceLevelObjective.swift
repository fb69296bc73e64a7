/// How much of a service's work is to be good, over a period.
package struct ServiceLevelObjective: Sendable, Equatable, Codable {
    /// What tells good work from bad.
    package enum Indicator: Sendable, Equatable, Codable {
        /// Requests that did not fail, by the profile.
        case availability
        /// Of the requests that did not fail, those answered within a time in seconds, by the profile's histogram.
        case latency(seconds: Double)
        /// Expressions for bad and for all events a second; `$window` stands for the window.
        case expressions(errors: String, total: String)
        /// What rules record, whatever they count.
        case recorded
    }

    /// One word.
    package let name: String
    /// The share that is to be good, above 0 and below 1.
    package let objective: Double
    /// What is counted.
    package let indicator: Indicator
    /// The time that the budget is for.
    package let period: Duration
    /// When to alert.
    package let windows: [BurnRateWindow]
    /// With fewer events in its long window an alert stays silent: one failure of three proves nothing.
    package let minimumEvents: Int
    /// The file name of its runbook; nil for none.
    package let runbook: String?

    /// Memberwise.
    package init(
        name: String,
        objective: Double,
        indicator: Indicator,
        period: Duration,
        windows: [BurnRateWindow],
        minimumEvents: Int = 20,
        runbook: String? = nil
    ) {
        self.name = name
        self.objective = objective
        self.indicator = indicator
        self.period = period
        self.windows = windows
        self.minimumEvents = minimumEvents
        self.runbook = runbook
    }

    /// The share that may be bad.
    package var budget: Double { BurnRateWindow.tidied(1 - objective) }

    /// All windows, the shortest first, each once.
    package var allWindows: [Duration] { Set(windows.flatMap { [$0.long, $0.short] }).sorted() }
}
