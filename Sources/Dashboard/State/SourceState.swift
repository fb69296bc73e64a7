package import Diagnosis
package import GoldenSignals
package import PromModel

/// How the source is.
package enum SourceHealth: Sendable, Equatable {
    /// No poll has ended yet.
    case waiting
    /// The last poll was answered.
    case live
    /// Polls fail.
    case failing(reason: String, since: Timestamp)
}

/// Everything known from the source: what a pause freezes.
package struct SourceState: Sendable, Equatable {
    /// How it is.
    package var health = SourceHealth.waiting
    /// The last snapshot of a source that was well.
    package var snapshot: SignalSnapshot?
    /// The shown span.
    package var history = SignalHistory()
    /// Between two points of the history, where a source of its own grid brings them.
    package var pointStep = Duration.zero
    /// What was before the onset.
    package var baselines: [Signal: Baseline] = [:]
    /// Requests refused for what the client sent; nil where there is nothing to tell of them.
    package var clientErrors: ClientErrorChange?
    /// The verdict's memory.
    package var tracker: VerdictTracker
    /// The verdict's memory up to the newest point that does not change any more.
    package var settledTracker: VerdictTracker
    /// The last point that `settledTracker` has seen.
    package var settledPoint: Timestamp?
    /// What the source tells beside the numbers; nil where it tells nothing.
    package var report: SourceReport?
    /// The targets.
    package var targets: [TargetStatus] = []
    /// How long the last poll took.
    package var cost = Duration.zero
    /// Restarts seen since the start.
    package var restarts = 0
    /// When processes were restarted.
    package var restartWatch = RestartWatch()
    /// The process that starts anew again and again, as of the last snapshot.
    package var crashLoop: CrashLoop?
    /// What the processes hold, each against its own past.
    package var growth = GrowthWatch(span: .seconds(3600))
    /// The routes, each against its own past.
    package var routes = RouteWatch()
    /// The routes, each against what it had of the requests.
    package var routeStops = RouteStops()
    /// The instances, each against what it had of the requests.
    package var instances = InstanceWatch()
    /// The onset that the bell rang for last.
    package var rungFor: Timestamp?
    /// When each process was last seen, by its instance.
    package var processesSeen: [String: Timestamp] = [:]
    /// Since when targets were first seen not to answer, by their names.
    package var lostSince: [String: Timestamp] = [:]
    /// The targets that were seen to answer, by their names.
    package var answered: Set<String> = []
    /// The processes as they were known last.
    package var processes: ProcessTable?
    /// The faults that were on when it last answered; nil before it did.
    package var faults: Set<String>?
    /// The counters of failures as the polls found them.
    package var failures = QuietWatch()
    /// Who explains the breach under way; nil where nobody counted.
    package var explanation: Explanation?
    /// Requests refused for what the client sent, against the limit that was given.
    package var refused = ClientErrorWatch()
    /// The traffic against what was usual.
    package var traffic = TrafficWatch()
    /// The last time that targets did not answer, once they do again; nil before that.
    package var endedOutage: EndedOutage?
    /// When polls have judged it, the oldest first: from one that was answered to the last before a break.
    package var watched: [ClosedRange<Timestamp>] = []
    /// The last trouble of requests that no limit on a signal tells, once it is over; nil before that.
    package var endedTrouble: EndedTrouble?

    /// What happened, oldest first.
    package var events: [SourceEvent] = []
    /// How it was at each evaluation of the shown span.
    package var moments = MomentLog()
    /// The verdict of a moment of the past; nil while that of the newest holds.
    package var toldVerdict: Verdict?

    /// A source that has not been asked yet.
    package init(limits: [Limit], window: Duration) {
        tracker = VerdictTracker(limits: limits, window: window)
        settledTracker = tracker
    }

    /// How far behind the source's now its snapshots are, beyond what the polls make them.
    var lateness: Duration {
        guard let report, let snapshot, report.fallback == nil, report.freshWithin != nil else { return .zero }
        return snapshot.lateness
    }

    /// Whether it fails, or nothing was polled for a while: numbers are of the past.
    func isStale(at now: Timestamp, interval: Duration) -> Bool {
        guard let snapshot else { return false }
        if case .failing = health { return true }
        if hasOldSamples(at: now, interval: interval) { return true }
        return now - snapshot.at > interval * 3 + lateness + .seconds(1)
    }

    /// Whether polls are answered with samples of the past: nobody scrapes, or they do not arrive.
    package func hasOldSamples(at now: Timestamp, interval: Duration) -> Bool {
        // Targets that do not answer are told as such.
        guard !verdict.isDown, let newest = snapshot?.newestSample, let report, report.fallback == nil,
            let limit = report.freshWithin
        else { return false }
        return now - newest > limit + interval
    }

    /// How many targets answered their last scrape.
    package var targetsUp: Int { targets.count(where: \.isUp) }
    /// How many targets were scraped at all: one that never was is neither up nor down.
    package var targetsScraped: Int { targets.count { !$0.isUnscraped } }

    /// The verdict: what is over a limit comes before traffic that is not as usual.
    package var verdict: Verdict {
        if let toldVerdict { return toldVerdict }
        let judged = tracker.verdict(knowing: snapshot)
        return switch judged {
        case .ok, .unjudged, .idle, .tooFew:
            // What starts anew all the time may well be what has less traffic.
            refused.breach.map { .clientErrors($0) } ?? crashLoop.map { .crashLoop($0) } ?? traffic.change.map {
                .traffic($0)
            } ?? judged
        case .waiting, .unknown, .untrusted, .noData, .traffic, .crashLoop, .clientErrors, .targetsDown, .breach:
            judged
        }
    }
}
