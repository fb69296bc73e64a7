import Dashboard
import Diagnosis
import GoldenSignals
import PromModel

/// One signal for machines: its number, or why there is none, and what there is to know before trusting it.
struct SignalRecord: Encodable {
    /// A limit on it.
    struct Threshold: Encodable {
        /// In the signal's unit.
        let threshold: Double
        /// `warning` or `critical`.
        let severity: String
        /// Nobody asked for it.
        let isDefault: Bool
    }

    /// What first values of new series have added to the number: its expression alone says less.
    struct Added: Encodable {
        /// Requests in the window.
        let requests: Double
        /// Failed ones among them.
        let failures: Double
    }

    /// `value`, `idle` or `nodata`.
    let state: String
    let value: Double?
    /// `perSecond`, `share` (0 to 1) or `seconds`.
    let unit: String
    let limits: [Threshold]
    /// `clipped`: at least the value; `unproven`: new counters may hold failures; `noErrorsYet`: none has failed so far;
    /// `firstValues`: there is more in it than its expression tells.
    let marks: [String]
    /// Why there is no number, where that is known.
    let reason: String?
    /// The resource that it is about.
    let detail: String?
    /// The expression that it comes from.
    let expression: String?
    let added: Added?

    init(_ signal: Signal, in state: DashboardState) {
        let reading = state.live.snapshot?[signal] ?? SignalReading(.noData)
        switch reading.state {
        case .value: self.state = "value"
        case .idle: self.state = "idle"
        case .noData: self.state = "nodata"
        }
        value = reading.value
        switch signal.unit {
        case .perSecond: unit = "perSecond"
        case .share: unit = "share"
        case .seconds: unit = "seconds"
        }
        limits = state.settings.limits.filter { $0.signal == signal }.map {
            Threshold(threshold: $0.threshold, severity: $0.severity.rawValue, isDefault: $0.isDefault)
        }
        added = state.live.snapshot?.added(to: signal).map { Added(requests: $0.requests, failures: $0.failures) }
        marks = [
            reading.clippedAt == nil ? nil : "clipped", reading.isUnproven ? "unproven" : nil,
            reading.noErrorsYet ? "noErrorsYet" : nil, added == nil ? nil : "firstValues",
        ]
        .compactMap { $0 }
        // Of a service that does not answer it is not known what it has.
        let gap = state.live.verdict.isDown ? "no target answers" : state.live.report?.gaps[signal]
        reason = reading.blank ?? (reading.value == nil ? gap : nil)
        detail = reading.detail
        expression = state.live.report?.expressions[signal]
    }

    /// All of them, by the names that the verdict calls them by.
    static func all(of state: DashboardState) -> [String: SignalRecord] {
        Dictionary(uniqueKeysWithValues: Signal.allCases.map { ($0.label, SignalRecord($0, in: state)) })
    }
}

/// The source for machines: who answers, how well, and how old that is.
struct SourceRecord: Encodable {
    /// `direct`, `prom`, `vm`, `mimir`, `cortex` or `thanos`.
    let kind: String
    let place: String
    let program: String?
    /// `waiting`, `live` or `failing`.
    let health: String
    let failure: String?
    /// How old the newest sample of the requests is, by the source's clock; without one the numbers.
    let ageSeconds: Double?
    let windowSeconds: Double
    /// Whether samples cover the window: what rates are of less is too low or too high.
    let windowIsFull: Bool
    let targetsUp: Int
    let targetsTotal: Int
    let queries: Int?
    let warnings: [String]
    let remarks: [String]
    /// The targets are scraped in the place of a source that fails: why.
    let standsInFor: String?

    init(_ state: DashboardState) {
        let (live, report) = (state.live, state.live.report)
        kind = report?.kind ?? state.settings.sourceKind
        place = report?.source ?? state.settings.source
        program = report?.dialect
        switch live.health {
        case .waiting: (health, failure) = ("waiting", nil)
        case .live: (health, failure) = ("live", nil)
        case .failing(let reason, _): (health, failure) = ("failing", reason)
        }
        let newest = live.snapshot?.newestSample ?? live.snapshot?.at
        ageSeconds = newest.map { max(0, (state.now - $0).inSeconds) }
        windowSeconds = (live.snapshot?.window ?? state.settings.window).inSeconds
        windowIsFull = live.snapshot.map { !$0.isPartial } ?? false
        targetsUp = live.targetsUp
        targetsTotal = live.targetsScraped
        queries = report?.queries
        warnings = report?.warnings ?? []
        remarks = report?.remarks ?? []
        standsInFor = report?.fallback?.reason
    }
}
