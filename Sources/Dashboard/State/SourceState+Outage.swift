import Diagnosis
package import GoldenSignals
package import PromModel

extension SourceState {
    /// An outage that is over is told for so long.
    private static let memoryOfOutages = Duration.seconds(900)

    /// Targets that did not answer for a while.
    package struct EndedOutage: Sendable, Equatable {
        /// The outage as it was told last.
        package let outage: TargetOutage
        /// When all answered again.
        package let until: Timestamp
    }

    /// Targets that do not answer; of pages that are read directly all of them are the source itself.
    var standingOutage: TargetOutage? {
        if let outage = verdict.outage { return outage }
        guard case .failing(_, let since) = health, let report, report.kind == "direct" else { return nil }
        let down = targets.map { target in
            var target = target
            target.downSince = since
            return target
        }
        return TargetOutage(down)
    }

    /// The outage that ended not long ago; nil where there was none, or something else broke since.
    func recentOutage(at now: Timestamp) -> EndedOutage? {
        guard let ended = endedOutage, now - ended.until < Self.memoryOfOutages,
            tracker.recovered.map({ $0.until < ended.until }) ?? true
        else { return nil }
        return ended
    }

    /// What was told of requests, and was no limit on a signal: 4xx over their limit, traffic that was not as usual.
    package struct EndedTrouble: Sendable, Equatable {
        /// A process that began anew again and again.
        static let restarts = "WARN restarts"

        /// What it was, in two words: `WARN 4xx`.
        package let what: String
        /// When it began.
        package let since: Timestamp
        /// When it was over.
        package let until: Timestamp
    }

    /// The trouble that ended not long ago; nil where there was none, or something else came since.
    func recentTrouble(at now: Timestamp) -> EndedTrouble? {
        guard let ended = endedTrouble, now - ended.until < Self.memoryOfOutages,
            tracker.recovered.map({ $0.until < ended.until }) ?? true,
            recentOutage(at: now).map({ $0.until < ended.until }) ?? true
        else { return nil }
        return ended
    }

    /// Takes a loop of restarts that is over, whoever saw it: it ended with the last of them.
    mutating func noteEndedLoop(at moment: Timestamp) {
        guard let loop = restartWatch.ended(at: moment) else { return }
        if let known = endedTrouble, known.until >= loop.last { return }
        endedTrouble = EndedTrouble(what: EndedTrouble.restarts, since: loop.since, until: loop.last)
    }

    /// When limits were broken that are kept again, by the events, with the windows that still hold what was.
    func endedBreaches(window: Duration) -> [ClosedRange<Timestamp>] {
        var stretches: [ClosedRange<Timestamp>] = []
        var begun: Timestamp?
        for event in events where event.kind.isBreach {
            if event.kind != .breachEnded {
                begun = begun ?? event.at
            } else if let from = begun {
                stretches.append(from...max(from, (event.found ?? event.at) + window))
                begun = nil
            }
        }
        return stretches
    }

    /// Since when it is as the verdict says: where all is well, since targets answered again, or requests were as usual.
    package func since(at now: Timestamp) -> Timestamp? {
        guard case .ok(_) = verdict else { return verdict.since }
        return recentTrouble(at: now)?.until ?? recentOutage(at: now)?.until ?? verdict.since
    }
}
