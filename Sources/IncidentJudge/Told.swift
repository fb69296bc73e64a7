import Dashboard
import Diagnosis
import GoldenSignals
package import PromModel

/// What the screen says at a moment, in the words that incidents are written in.
package struct Told: Sendable, Equatable {
    /// `ok`, `warn`, `crit`, `idle`, `few`, `down`, `nodata`, `unknown` or `waiting`.
    package let verdict: String
    /// The signal that it is about; empty for none.
    package let signal: String
    /// When it began; nil where nothing is dated.
    package let since: Timestamp?
    /// From when to when it may have begun, where only that is said.
    package let interval: ClosedRange<Timestamp>?
    /// The parts that are named, by labels; empty where nobody is.
    package let suspects: [Labels]
    /// Whether it says that no part stands out.
    package let isEverywhere: Bool
    /// Failures so far.
    package let failures: Double?
    /// The increments by scrape that it is dated by: when, requests and bad ones.
    package let trace: [String]
    /// What the source tells of itself.
    package let notes: [String]
    /// What has no number, and why.
    package let gaps: [String]
    /// Row 1.
    package let head: String
    /// Rows 2 and 3.
    package let rows: [String]

    /// What a screen says.
    package init(_ screen: PlayedScreen) {
        let live = screen.state.live
        verdict = live.verdict.state
        var since: Timestamp?
        var interval: ClosedRange<Timestamp>?
        var failures: Double?
        switch live.verdict {
        case .breach(let breach):
            signal = breach.limit.signal.label
            since = breach.since
            failures = breach.errorsSoFar
            if let estimate = breach.estimate, estimate.isInterval {
                interval = estimate.earliest...max(estimate.earliest, estimate.latest)
            }
        case .traffic(let change):
            signal = Signal.requestRate.label
            since = change.since
        case .clientErrors(let breach):
            signal = "4xx"
            since = breach.since
        case .crashLoop(let loop):
            signal = "restarts"
            since = loop.since
        case .targetsDown(let outage):
            signal = "up"
            since = outage.since
        default: signal = ""
        }
        self.since = since
        self.interval = interval
        self.failures = failures
        switch live.explanation?.attribution {
        case .suspect(let suspect):
            suspects = suspect.parts
            isEverywhere = false
        case .everywhere, .tooFew:
            suspects = []
            isEverywhere = true
        case .nothingNew, nil:
            suspects = []
            isEverywhere = false
        }
        trace = (screen.trace?.increments ?? []).map { increment in
            "\(increment.at.milliseconds / 1000 % 3600):\(increment.requests.rounded())/\(increment.bad.rounded())"
        }
        notes = live.report?.explanation ?? []
        gaps = (live.report?.gaps ?? [:]).map { "\($0.label): \($1)" }.sorted()
        let all = screen.rows
        head = all.first ?? ""
        rows = Array(all.dropFirst().prefix(2))
    }

    /// Whether it raises an alarm.
    package var isAlarm: Bool { ["warn", "crit", "down"].contains(verdict) }
}
