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

    /// What was told of requests, and was no limit on a signal: 4xx over their limit, traffic that was not as usual.
    package struct EndedTrouble: Sendable, Equatable {
        /// A process that began anew again and again.
        static let restarts = "WARN restarts"

        /// What it was, in two words: `WARN 4xx`.
        package let what: String
        /// How bad it was.
        package let severity: Severity
        /// When it began.
        package let since: Timestamp
        /// When it was over.
        package let until: Timestamp
    }

    /// Something that was not well, and is over.
    struct Ended {
        /// What it was.
        enum Kind {
            case outage(TargetOutage)
            case requests(EndedTrouble)
            case breach(RecoveredBreach)
        }

        let kind: Kind
        let urgency: Urgency
        let since: Timestamp
        let until: Timestamp
    }

    /// What was not well not long ago, the worst of it and the last; nil where there was nothing.
    ///
    /// What was so at one time, or followed within a window, is one trouble: the worst of that.
    func recentEnd(at now: Timestamp) -> (worst: Ended, last: Ended)? {
        let all = ended.filter { now - $0.until < Self.memoryOfOutages }.sorted { $0.until > $1.until }
        guard let last = all.first else { return nil }
        var (worst, since) = (last, last.since)
        // Windows hold for so long what was, and tell its end so much later.
        let window = snapshot?.window ?? .zero
        for one in all.dropFirst() where since - one.until <= window {
            if one.urgency > worst.urgency { worst = one }
            since = min(since, one.since)
        }
        return (worst, last)
    }

    /// What was not well last of each kind.
    private var ended: [Ended] {
        let outage = endedOutage.map { ended in
            Ended(
                kind: .outage(ended.outage),
                urgency: ended.outage.isWhole ? .down : .warning,
                since: ended.outage.since ?? ended.until,
                until: ended.until
            )
        }
        let requests = endedTrouble.map { ended in
            Ended(
                kind: .requests(ended),
                urgency: ended.severity == .critical ? .critical : .warning,
                since: ended.since,
                until: ended.until
            )
        }
        let breach = tracker.recovered.map { past in
            Ended(
                kind: .breach(past),
                urgency: past.limit.severity == .critical ? .critical : .warning,
                since: past.since,
                until: past.until
            )
        }
        return [breach, outage, requests].compactMap { $0 }
    }

    /// Takes a loop of restarts that is over, whoever saw it: it ended with the last of them.
    mutating func noteEndedLoop(at moment: Timestamp) {
        guard let loop = restartWatch.ended(at: moment) else { return }
        if let known = endedTrouble, known.until >= loop.last { return }
        endedTrouble = EndedTrouble(
            what: EndedTrouble.restarts,
            severity: .warning,
            since: loop.since,
            until: loop.last
        )
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
        guard let last = recentEnd(at: now)?.last else { return verdict.since }
        if case .breach = last.kind { return verdict.since }
        return last.until
    }
}
