package import GoldenSignals
package import PromModel

/// A trouble that is over, by the evaluations that saw it end.
struct Recovery: Sendable, Equatable {
    /// A limit that was broken, and is kept again.
    struct Kept: Sendable, Equatable {
        let limit: Limit
        let ended: BreachTracker.Ended
        /// Its end was told by what polls counted.
        let isCounted: Bool
    }

    /// The worst of it.
    let worst: Kept
    /// What was kept again at last.
    let last: [Kept]
}

/// An end as the scrapes tell it.
struct TracedEnd: Sendable, Equatable {
    /// When the breach had been found.
    let found: Timestamp
    let signal: Signal
    let at: Timestamp

    /// Whether what breaks a limit on another signal is the same: slow requests break those on latency one after the
    /// other.
    func isAlike(_ other: Signal) -> Bool {
        other == signal || other.unit == .seconds && signal.unit == .seconds
    }
}

// What was broken, once it is over.
extension VerdictTracker {
    /// So many ends are remembered.
    private static let mostTracedEnds = 16

    /// The last breach, once it is over and nothing else is broken.
    package var recovered: RecoveredBreach? {
        recovery.map { recovery in
            let (limit, ended) = (recovery.worst.limit, recovery.worst.ended)
            let estimate = estimates[ended.breach.since]
            let since = estimate?.at ?? ended.breach.since
            return RecoveredBreach(
                limit: limit,
                since: since,
                until: max(since, until(ended, of: limit)),
                isOlderThanData: estimate == nil && ended.breach.isOlderThanData,
                found: ended.breach.since,
                after: ended.after,
                isCounted: recovery.worst.isCounted
            )
        }
    }

    /// Takes when a breach that is over began and ended, as nearly as the scrapes tell; `found` is when it was found.
    package mutating func take(_ bounds: BreachBounds, of found: Timestamp, on signal: Signal) {
        let before = recoveredSince
        if let onset = bounds.onset, estimates[found] == nil { take(onset, of: found) }
        if let end = bounds.end {
            let others = tracedEnds.filter { $0.found != found || $0.signal != signal }
            let all = others + [TracedEnd(found: found, signal: signal, at: end)]
            tracedEnds = Array(all.suffix(Self.mostTracedEnds))
        }
        guard let before, let after = recoveredSince, before == calmSince else { return }
        calmSince = after
        if verdict == .ok(since: before) { verdict = .ok(since: after) }
    }

    /// When a breach of a limit that is over ended, as nearly as is known.
    func until(_ ended: BreachTracker.Ended, of limit: Limit) -> Timestamp {
        let found = ended.breach.since
        let alike = tracedEnds.filter { $0.isAlike(limit.signal) }
        if let own = alike.last(where: { $0.found == found && $0.signal == limit.signal }) { return own.at }
        let near = alike.last { traced in
            let off = traced.at > ended.until ? traced.at - ended.until : ended.until - traced.at
            return found <= traced.at && off <= window * 2
        }
        return near?.at ?? ended.until
    }

    /// Since when all limits are kept again.
    private var recoveredSince: Timestamp? {
        recovery.flatMap { recovery in recovery.last.map { until($0.ended, of: $0.limit) }.max() }
    }

    /// Keeps what was broken last, for as long as nothing is.
    mutating func noteRecovery(isBroken: Bool, at moment: Timestamp) {
        if isBroken {
            recovery = nil
            troubleSince = troubleSince ?? moment
            return
        }
        defer { troubleSince = nil }
        let ended = zip(limits, trackers).compactMap { limit, tracker in
            tracker.ended.map { Recovery.Kept(limit: limit, ended: $0, isCounted: tracker.isQuiet) }
        }
        let last = ended.filter { one in changes.contains { $0.limit == one.limit && $0.begun == nil } }
        // One limit after the other may have been kept again: the worst of them is what was broken.
        let all = ended.filter { one in
            last.contains(one) || troubleSince.map { one.ended.until >= $0 } ?? false
        }
        let worst = all.max { ($0.limit.severity, $0.ended.until) < ($1.limit.severity, $1.ended.until) }
        guard !last.isEmpty, let worst else { return }
        recovery = Recovery(worst: worst, last: last)
        (calmSince, isCalmOlderThanData) = (recoveredSince, false)
    }
}
