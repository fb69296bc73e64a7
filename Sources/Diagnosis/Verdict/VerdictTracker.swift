package import GoldenSignals
package import PromModel

/// Makes the verdict from one snapshot after the other.
///
/// A value type without a clock: every moment comes from a snapshot.
package struct VerdictTracker: Sendable, Equatable {
    /// A ratio of fewer requests than this decides nothing: one failure of three is no outage.
    package static let fewestRequests = SignalSnapshot.fewestRequests

    private let limits: [Limit]
    private var trackers: [BreachTracker]
    private var errors = ErrorTally()
    /// The most failures that were told since an onset.
    private var told: Told?
    private var calmSince: Timestamp?
    private var wasIdle = false
    /// The present verdict.
    package private(set) var verdict = Verdict.waiting
    /// Breaches beside the worst one, the worse first.
    package private(set) var otherBreaches: [BreachVerdict] = []
    /// The breaches that the last snapshot began and ended, by their limits.
    package private(set) var changes: [Change] = []

    private struct Told: Sendable, Equatable {
        let since: Timestamp
        let count: Double
    }

    /// A limit that is broken, or kept again.
    package struct Change: Sendable, Equatable {
        /// Which limit.
        package let limit: Limit
        /// The breach that began; nil where one ended.
        package let begun: BreachTracker.Breach?
    }

    /// Judges by the limits given; `window` is the one of the signals.
    package init(limits: [Limit], window: Duration) {
        self.limits = limits
        trackers = limits.map { BreachTracker(threshold: $0.threshold, window: window) }
    }

    /// A tracker that is to judge everything from a moment on anew, and remembers what began before it.
    ///
    /// A breach or a calm that began before `moment` and goes on now went on at that moment: the points before it may
    /// have left the screen, the onset stays.
    package func restarted(at moment: Timestamp, window: Duration) -> VerdictTracker {
        var fresh = VerdictTracker(limits: limits, window: window)
        for index in trackers.indices {
            guard let breach = trackers[index].breach, breach.since < moment else { continue }
            fresh.trackers[index] = trackers[index].restarted(with: breach)
        }
        if let calmSince, calmSince < moment { fresh.calmSince = calmSince }
        fresh.wasIdle = wasIdle
        fresh.told = told
        return fresh
    }

    /// Takes a snapshot whose source is well.
    package mutating func observe(_ snapshot: SignalSnapshot) {
        otherBreaches = []
        changes = []
        if let distrust = snapshot.distrust {
            pauseObservation()
            var since = snapshot.at
            if case .untrusted(_, let earlier) = verdict { since = earlier }
            verdict = .untrusted(distrust, since: since)
            return
        }
        errors.observe(snapshot)
        for (index, limit) in limits.enumerated() {
            let before = trackers[index].breach
            trackers[index].observe(Self.observation(of: limit, in: snapshot), at: snapshot.at)
            let after = trackers[index].breach
            if limit.signal == .errorShare {
                if before == nil, after != nil { errors.mark() }
                if trackers[index].isCalm { errors.noteCalm() }
            }
            if (before == nil) != (after == nil) { changes.append(Change(limit: limit, begun: after)) }
        }
        // Without requests counted nothing can be judged, a breach under way included.
        guard snapshot[.requestRate].state != .noData else {
            pauseObservation()
            verdict = snapshot.isWarmingUp ? .waiting : .noData
            return
        }
        let breaches = zip(limits, trackers).compactMap { limit, tracker in
            tracker.breach.map { (limit: limit, breach: $0, excess: Self.excess(of: limit, in: snapshot)) }
        }
        .sorted { ($1.limit.severity, $1.excess) < ($0.limit.severity, $0.excess) }
        .map { breach in
            var soFar: Double?
            if breach.limit.signal == .errorShare {
                soFar = counted(snapshot.errorsSinceOnset ?? errors.sinceMark, since: breach.breach.since)
            }
            return BreachVerdict(
                limit: breach.limit,
                value: snapshot[breach.limit.signal].value,
                isClipped: snapshot[breach.limit.signal].clippedAt != nil,
                breach: breach.breach,
                errorsPerSecond: snapshot.errorsPerSecond,
                errorsSoFar: soFar
            )
        }
        guard let worst = breaches.first else { return observeCalm(snapshot) }
        calmSince = nil
        verdict = .breach(worst)
        otherBreaches = Array(breaches.dropFirst())
    }

    /// Failures so far, which never become fewer, although the counters of a process that is gone are gone with it.
    private mutating func counted(_ count: Double?, since onset: Timestamp) -> Double? {
        if let told, told.since != onset { self.told = nil }
        guard let count else { return told?.count }
        let most = max(count, told?.count ?? 0)
        told = Told(since: onset, count: most)
        return most
    }

    /// The source fails since `moment`: whatever held before, nothing is known now.
    package mutating func sourceFailed(reason: String, since moment: Timestamp) {
        otherBreaches = []
        changes = []
        pauseObservation()
        verdict = .unknown(reason: reason, since: moment)
    }

    private mutating func observeCalm(_ snapshot: SignalSnapshot) {
        let isIdle = snapshot[.requestRate].state == .idle
        let isFew = !isIdle && (snapshot.requestCount ?? 0) < Self.fewestRequests
        if calmSince == nil || isIdle != wasIdle { calmSince = snapshot.at }
        wasIdle = isIdle
        let since = calmSince ?? snapshot.at
        if isFew {
            calmSince = nil
            verdict = .tooFew(requests: snapshot.requestCount ?? 0)
        } else {
            verdict = isIdle ? .idle(since: since) : .ok(since: since)
        }
    }

    /// Time that nobody watched is neither calm nor recovery.
    private mutating func pauseObservation() {
        calmSince = nil
        for index in trackers.indices { trackers[index].interrupt() }
    }

    private static func observation(of limit: Limit, in snapshot: SignalSnapshot) -> BreachTracker.Observation {
        let reading = snapshot[limit.signal]
        let needsRequests = limit.signal != .saturation
        switch reading.state {
        case .noData: return .undecided
        case .idle: return .idle
        case .value(let value):
            if needsRequests, (snapshot.requestCount ?? 0) < fewestRequests { return .undecided }
            return .value(value)
        }
    }

    /// How many times over its limit a signal is.
    private static func excess(of limit: Limit, in snapshot: SignalSnapshot) -> Double {
        (snapshot[limit.signal].value ?? 0) / limit.threshold
    }
}
