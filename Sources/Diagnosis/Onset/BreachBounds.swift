package import GoldenSignals
package import PromModel

/// When a breach that is over began and ended, as nearly as the scrapes tell.
package struct BreachBounds: Sendable, Equatable {
    /// When it began; nil where the scrapes show no rise, or do not reach back to before it.
    package let onset: OnsetEstimate?
    /// When it ended; nil where the scrapes show no fall.
    package let end: Timestamp?

    /// Takes what was counted scrape by scrape around a breach that was taken to be over at a moment.
    package init(_ trace: BreachTrace, until told: Timestamp) {
        let reachesBack = trace.increments.first.map { $0.at < trace.detected } ?? false
        var onset: OnsetEstimate?
        if reachesBack, !trace.isOfTraffic {
            // What came after it would make it smaller than it was.
            let through = BreachTrace(
                detected: trace.detected,
                step: trace.step,
                increments: trace.increments.filter { $0.at <= told }
            )
            onset = OnsetEstimate(through) ?? OnsetEstimate(trace)
        }
        // It was found once it had begun.
        if let late = onset, late.at > trace.detected + trace.step { onset = nil }
        self.onset = onset
        end = Self.end(of: trace, since: onset?.at ?? trace.detected)
    }

    /// The fall of the share of bad ones: a rise in time that runs backwards.
    private static func end(of trace: BreachTrace, since onset: Timestamp) -> Timestamp? {
        let counted = trace.increments.filter { $0.at > onset && $0.bad >= 0 && $0.requests > 0 }
        guard !trace.isOfTraffic else { return nil }
        let mirrored = counted.reversed().map { increment in
            BreachTrace.Increment(
                at: Timestamp(milliseconds: -increment.at.milliseconds),
                requests: increment.requests,
                bad: increment.bad
            )
        }
        let backwards = BreachTrace(detected: trace.detected, step: trace.step, increments: mirrored)
        guard let change = OnsetEstimate(backwards) else { return nil }
        let lastMoment = Timestamp(milliseconds: -(change.at + trace.step).milliseconds)
        guard let last = counted.last(where: { $0.at <= lastMoment }) else { return nil }
        // It ended within the last one that had its share: as far in it as that is of the others' share.
        let whole = counted.filter { $0.at < last.at }
        let requests = whole.reduce(0.0) { $0 + $1.requests }
        let bad = whole.reduce(0.0) { $0 + $1.bad }
        let share = requests > 0 ? bad / requests : 0
        let part = share > 0 ? min(1, last.bad / last.requests / share) : 1
        return max(onset, last.at - trace.step * (1 - part))
    }
}
