import Dashboard
import Diagnosis
import GoldenSignals
import PromClient
import PromModel
import Synchronization

/// The clock of a source that is asked as if it was then.
final class PastClock: Sendable {
    private let moment: Mutex<Timestamp>
    private let start: Timestamp
    private let begun = ContinuousClock.now

    /// A clock that stands at a moment.
    init(at moment: Timestamp) {
        self.moment = Mutex(moment)
        start = moment
    }

    /// The moment that is now.
    var now: Timestamp { moment.withLock { $0 } }

    /// The same by a clock that is never set.
    var instant: ContinuousClock.Instant { begun + (now - start) }

    /// Goes on to a moment.
    func advance(to moment: Timestamp) { self.moment.withLock { $0 = max($0, moment) } }
}

/// A source of the past, polled moment by moment into a recording.
struct PastRecording {
    /// A Prometheus, and the clock that it is asked by.
    let source: (prometheus: PrometheusSource, clock: PastClock)
    private(set) var state: DashboardState
    private let recorder: Recorder
    private var polls = 0
    private var failures = 0
    /// Why there is no service to record; nil once there was one.
    private var missing: String? = ""

    /// Whether nothing came of it: no poll was answered, or none knew the service.
    var isEmpty: Bool { polls == 0 || missing != nil }

    /// So many polls in a row may fail.
    private static let patience = 5

    init(source: (prometheus: PrometheusSource, clock: PastClock), state: DashboardState, recorder: Recorder) {
        (self.source, self.state, self.recorder) = (source, state, recorder)
        // One service is recorded: which one is worst may change, and each change would begin anew.
        self.state.follow.isOn = false
    }

    /// What was recorded, in words.
    var summary: String {
        let failed = failures == 0 ? "" : ", \(failures) of them failed"
        let every = TimeText.setting(state.settings.interval)
        return "\(state.settings.service): \(polls) polls, one every \(every)\(failed)"
    }

    /// Polls from a moment through another.
    ///
    /// - Returns: why it ended early; nil where it did not.
    mutating func run(from start: Timestamp, through end: Timestamp) async -> String? {
        recorder.begin(state, at: start) { StandardError.print(TextCharacters.harmless("sretop record: \($0)")) }
        var moment = start
        var failed = 0
        while moment <= end, !Task.isCancelled {
            source.clock.advance(to: moment)
            var update = await source.prometheus.pollOnce()
            // A server tells its alerts as they are now.
            update.report?.alerts = []
            update.report?.alertsAt = nil
            if let reason = update.failure {
                (failed, failures) = (failed + 1, failures + 1)
                if polls == 0 || failed >= Self.patience { return FailureReason(reason).sentence }
            } else {
                failed = 0
                if missing != nil {
                    let report = update.report
                    missing = report?.isUnknownService == true ? report?.noDataAdvice ?? "" : nil
                }
                await source.prometheus.askSlowly()
            }
            recorder.note(.source(update), at: moment)
            polls += 1
            _ = DashboardUpdate.update(&state, .tick(moment))
            _ = DashboardUpdate.update(&state, .source(update))
            let verdict = state.live.verdict
            await source.prometheus.noteOnset(
                verdict.onset,
                isObserved: verdict.isOnsetObserved,
                after: verdict.after,
                of: verdict.brokenLimit
            )
            await source.prometheus.noteEnded(state.live.uncountedEnd)
            moment = moment + max(state.settings.interval, .seconds(1))
        }
        return missing
    }
}
