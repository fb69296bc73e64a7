package import PromModel

/// Everything that one poll found out about a service, all at one instant and over one window.
package struct SignalSnapshot: Sendable, Equatable, Codable {
    /// A fault that the service says is on.
    package struct ActiveFault: Sendable, Equatable, Codable {
        /// Its kind.
        package let name: String
        /// The route that it acts on.
        package let route: String
        /// The share of requests that it hits, 0 to 1, where told.
        package let share: Double?

        /// Memberwise.
        package init(name: String, route: String, share: Double?) {
            self.name = name
            self.route = route
            self.share = share
        }

        /// What faults do that do not do all of it; another one may do anything.
        private static let effects: [String: Set<Signal>] = [
            "errors": [.errorShare, .successShare], "abort": [.errorShare, .successShare],
            "latency": [.averageLatency, .p95Latency, .p99Latency],
            "lock": [.averageLatency, .p95Latency, .p99Latency],
            "slow_body": [.averageLatency, .p95Latency, .p99Latency],
            "truncated_body": [], "slow_metrics": [], "crash": [.errorShare, .successShare],
            "cpu": [.averageLatency, .p95Latency, .p99Latency, .saturation], "memory_leak": [.saturation],
            "descriptor_leak": [.saturation],
        ]

        /// Whether it can be why a limit on a signal is broken.
        package func canBreak(_ signal: Signal) -> Bool { Self.effects[name]?.contains(signal) ?? true }
    }

    /// A ratio of fewer requests than this decides nothing: one failure of three is no outage.
    package static let fewestRequests = 20.0

    /// The instant of evaluation, by the source's clock.
    package var at: Timestamp
    /// The window of every rate in it.
    package var window: Duration
    /// The window that was to be; longer than ``window`` while there are no samples to fill it.
    package var fullWindow: Duration
    /// The samples do not fill the window, and the rates are too low by what is missing.
    package var isThin = false
    /// Why the numbers cannot be trusted although the source answers; nil where they can.
    package internal(set) var distrust: Distrust?
    /// The seven numbers; each signal is present.
    package var readings: [Signal: SignalReading]
    /// Requests in the window.
    package var requestCount: Double?
    /// When the last request came, where that is longer ago than the points reach and was asked; nil elsewhere.
    package var lastRequest: Timestamp?
    /// What traffic the service has had; nil where that was not asked.
    package var habit: TrafficHabit?
    /// Why failed requests cannot be told from the others; nil where they can, and where the profile counts what has none.
    package var unjudgedFailures: String?
    /// Why the answers that the numbers are of may lack a part; nil where the source told nothing like it.
    package var partialAnswer: String?
    /// Failed requests a second.
    package var errorsPerSecond: Double?
    /// Requests a second that ended without an answer, which are among the requests and the failures; nil where nobody tells.
    package var unanswered: Double?
    /// Requests that were refused for what the client sent; nil where nobody tells.
    package var clientErrors: ClientErrors?
    /// Failures counted by each process since it started, by its instance; empty where nothing is counted.
    package var errorTotals: [String: Double]
    /// Requests counted by each process since it started, by its instance; empty where nothing is counted.
    package var requestTotals: [String: Double] = [:]
    /// Failures since the breach began, as the source counts them; nil where it was not asked.
    package var errorsSinceOnset: Double?
    /// What the first values of new series have added to the window's requests; nil where they were not asked for.
    package var firstRequests: Double?
    /// What they have added to its failed requests.
    package var firstFailures: Double?
    /// When the newest sample of the requests was scraped; nil where the source did not tell.
    package var newestSample: Timestamp?
    /// How far behind the source's now it was asked for: a source may show its newest samples late.
    package var lateness = Duration.zero
    /// Nothing is counted: a gauge tells how each probe went, and probes stand for requests in every count.
    package var isProbed = false
    /// The counter is there, but no second sample yet: a rate needs two.
    package var isWarmingUp: Bool
    /// The last finite bound of the latency histogram in seconds: a quantile there lies at it or above; nil if unknown.
    package var topBucket: Double?
    /// How the latencies spread; nil where the source did not tell.
    package var spread: LatencySpread?
    /// Who explains the failures; nil where the source did not tell.
    package var breakdown: Breakdown?
    /// Counts by part of the traffic while a limit is broken; nil where the source did not tell.
    package var parts: TrafficParts?
    /// Faults that are on.
    package var faults: [ActiveFault]
    /// Targets that answered their last scrape.
    package var targetsUp: Int
    /// All targets.
    package var targetsTotal: Int
    /// Whether each target answered its last scrape, by its labels.
    package var targetsAlive: [Labels: Bool] = [:]
    /// When each target was scraped last, by its labels, where the source tells.
    package var scrapes: [Labels: Timestamp] = [:]
    /// Targets that do not answer; nil where all do, or none was scraped.
    package var outage: TargetOutage?
    /// The start time of each process in seconds, by its instance.
    package var processStarts: [String: Double]
    /// What the processes hold that hold most, of what they may keep more and more of.
    package var gauges: [ProcessGauge] = []
    /// The version that each process runs, by its instance, where told.
    package var versions: [String: String] = [:]

    /// A snapshot without a number: every signal is "no data".
    package init(at moment: Timestamp, window: Duration) {
        at = moment
        self.window = window
        fullWindow = window
        readings = Dictionary(uniqueKeysWithValues: Signal.allCases.map { ($0, SignalReading(.noData)) })
        errorTotals = [:]
        isWarmingUp = false
        faults = []
        targetsUp = 0
        targetsTotal = 0
        processStarts = [:]
    }

    /// Failures counted by the service since it started; nil where nothing is counted.
    package var errorTotal: Double? { errorTotals.isEmpty ? nil : errorTotals.values.reduce(0, +) }

    /// Whether neither requests nor probes are told: then nothing can be judged.
    package var isBlind: Bool {
        isProbed ? self[.errorShare].state == .noData : self[.requestRate].state == .noData
    }

    /// The reading of a signal.
    package subscript(_ signal: Signal) -> SignalReading {
        readings[signal] ?? SignalReading(.noData)
    }
}
