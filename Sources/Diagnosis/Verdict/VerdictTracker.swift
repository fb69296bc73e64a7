package import GoldenSignals
package import PromModel

/// Makes the verdict from one snapshot after the other.
///
/// A value type without a clock: every moment comes from a snapshot.
package struct VerdictTracker: Sendable, Equatable {
    /// With fewer requests than this a longer time is looked at: a ratio of a few decides nothing.
    package static let fewestRequests = SignalSnapshot.fewestRequests

    let limits: [Limit]
    let window: Duration
    var trackers: [BreachTracker]
    private var shares: ShareJudge
    var errors = ErrorTally()
    /// The most failures that were told since an onset.
    var told: Told?
    /// A target was seen that answered.
    var hasAnswered = false
    var calmSince: Timestamp?
    /// When the limits were first broken that are, or were until just now.
    var troubleSince: Timestamp?
    /// The present calm began with the first snapshot that told anything: it may be older.
    package internal(set) var isCalmOlderThanData = false
    /// Anything was told before.
    var hasJudged = false
    var wasIdle = false
    var estimates: [Timestamp: OnsetEstimate] = [:]
    /// Ends that were told before the window was clean, by the limits.
    var ends: [Int: [ToldEnd]] = [:]
    /// The present verdict.
    package internal(set) var verdict = Verdict.waiting
    /// Breaches beside the worst one, the worse first.
    package private(set) var otherBreaches: [BreachVerdict] = []
    /// The breaches that the last snapshot began and ended, by their limits.
    package private(set) var changes: [Change] = []
    /// What was broken last, once it is over and nothing else is broken.
    var recovery: Recovery?
    /// Ends as the scrapes tell them, the newest last.
    var tracedEnds: [TracedEnd] = []

    struct Told: Sendable, Equatable {
        let since: Timestamp
        let count: Double
        /// What was added up by then.
        let tally: Double
    }

    /// A limit that is broken, or kept again.
    package struct Change: Sendable, Equatable {
        /// Which limit.
        package let limit: Limit
        /// The breach that began; nil where one ended.
        package let begun: BreachTracker.Breach?
        /// It ended because nothing new came, while the window still holds what was.
        package var isQuiet = false
        /// When the one that ended did so.
        package var until: Timestamp?
    }

    /// Judges by the limits given; `window` is the one of the signals.
    package init(limits: [Limit], window: Duration) {
        self.limits = limits
        self.window = window
        trackers = limits.map { limit in
            BreachTracker(threshold: limit.threshold, window: window, isWindowed: limit.signal.unit == .seconds)
        }
        shares = ShareJudge()
    }

    /// When each breach under way was found.
    package var breachStarts: Set<Timestamp> { Set(trackers.compactMap { $0.breach?.since }) }

    /// What the share of failures is judged by: the window, or as much more as it takes; nil before there is any.
    package var basis: ShareCounts? { shares.basis }

    /// Takes when a breach began, as nearly as the scrapes tell; `detected` is when it was found.
    package mutating func take(_ estimate: OnsetEstimate, of detected: Timestamp) {
        if estimates.count >= 16 { estimates = [:] }
        estimates[detected] = estimate
    }

    /// When the breach that was found at a moment began, as nearly as is known.
    package func began(found: Timestamp) -> Timestamp { min(estimates[found]?.at ?? found, found) }

    /// Counts the failures that made the breach as well; they were counted up to the last snapshot.
    package mutating func countFailures(since estimate: OnsetEstimate) {
        for index in limits.indices where limits[index].signal == .errorShare && trackers[index].breach != nil {
            errors.mark(index, alreadyCounted: estimate.badSince)
        }
    }

    /// Takes a snapshot whose source is well.
    ///
    /// `quiet` is the time without a failure, where the source counts them at each poll: a breach whose share would have
    /// brought some among the requests of that time is over. `later` is that of the newest poll where an older point is
    /// judged: an end that was told stays told between two polls, however far apart they are.
    package mutating func observe(
        _ snapshot: SignalSnapshot,
        quiet spell: QuietSpell? = nil,
        later: QuietSpell? = nil
    ) {
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
        shares.note(snapshot)
        for (index, limit) in limits.enumerated() {
            let (before, wasQuiet) = (trackers[index].breach, trackers[index].isQuiet)
            let isShare = limit.signal == .errorShare
            let observation =
                isShare
                ? shares.observation(of: limit, isBroken: before != nil) : Self.observation(of: limit, in: snapshot)
            // Between two polls an end that was told holds by what the newer one has counted.
            let known = isShare ? spell ?? (wasQuiet ? later : nil) : nil
            let counted = shares.quiet(known, limit, isTold: wasQuiet).flatMap { $0 <= snapshot.at ? $0 : nil }
            // Of a point that is judged anew what polls had counted is not in it.
            let quiet = counted ?? (isShare ? toldEnd(of: index, at: snapshot.at, spell, later: later) : nil)
            trackers[index].observe(observation, at: snapshot.at, quiet: quiet)
            if spell != nil, let quiet { noteEnd(of: index, since: quiet, at: snapshot.at, wasQuiet: wasQuiet) }
            let after = trackers[index].breach
            if isShare {
                if before == nil, after != nil { errors.mark(index) }
                // An evaluation that tells nothing has not kept it.
                if trackers[index].isCalm, snapshot.requestCount != nil { errors.noteCalm(of: index) }
            }
            if (before == nil) != (after == nil) {
                let isOver = snapshot[limit.signal].value.map { $0 > limit.threshold } ?? false
                var change = Change(limit: limit, begun: after, isQuiet: after == nil && quiet != nil && isOver)
                // Seen once, it has no length that anybody knows.
                let ended = trackers[index].ended.flatMap { ended in
                    ended.until > ended.breach.since ? until(ended, of: limit) : nil
                }
                change.until = after == nil ? ended : nil
                changes.append(change)
            }
        }
        let failing = zip(limits, trackers).filter { $0.0.signal == .errorShare }.map(\.1)
        shares.follow(
            Set(failing.compactMap { ($0.breach ?? $0.quietBreach)?.since }),
            isBroken: failing.contains { $0.breach != nil }
        )
        // Without a request since then nothing could fail: no news is not good news.
        judge(snapshot, spell.flatMap { $0.requests > 0 ? $0.since : nil })
        if snapshot.targetsUp > 0 { hasAnswered = true }
        guard let outage = snapshot.outage else { return }
        if outage.isSingleMiss(at: snapshot.at) {
            // Who looks for the first time has nothing newer to judge by.
            if outage.isWhole, !hasAnswered {
                let reason = "no target answered its last scrape: \(outage.reason)"
                verdict = .unknown(reason: reason, since: outage.since ?? snapshot.at)
            }
            return
        }
        // Where nothing answers, what is left in the window says nothing about now. Some that do not answer are as bad
        // as a warning.
        if outage.isWhole || !verdict.isBreached(at: snapshot.at) { verdict = .targetsDown(outage) }
        if outage.isWhole {
            otherBreaches = []
            pauseObservation()
        }
    }

    private mutating func judge(_ snapshot: SignalSnapshot, _ lastFailure: Timestamp?) {
        // Without requests counted nothing can be judged, a breach under way included.
        guard !snapshot.isBlind else {
            pauseObservation()
            verdict = snapshot.isWarmingUp ? .waiting : .noData
            return
        }
        let breaches = limits.indices.compactMap { index in
            let limit = limits[index]
            return trackers[index].breach.map {
                (limit: limit, breach: $0, excess: Self.excess(of: limit, in: snapshot), index: index)
            }
        }
        .sorted { ($1.limit.severity, $1.excess) < ($0.limit.severity, $0.excess) }
        let ordered = Self.firstSlowFirst(breaches.map { (limit: $0.limit, breach: $0.breach) })
            .map { breaches[$0] }
            .map { verdict(on: $0.index, $0.breach, snapshot, lastFailure) }
        defer { hasJudged = true }
        noteRecovery(isBroken: !ordered.isEmpty, at: snapshot.at)
        guard let worst = ordered.first else { return observeCalm(snapshot) }
        calmSince = nil
        verdict = .breach(worst)
        otherBreaches = Array(ordered.dropFirst())
    }

    /// The places of breaches, the worst first, with those of latency among them by when they were found: slow requests
    /// break one limit after the other, and are one trouble.
    private static func firstSlowFirst(_ breaches: [(limit: Limit, breach: BreachTracker.Breach)]) -> [Int] {
        var places = Array(breaches.indices)
        for severity in Severity.allCases {
            let slow = breaches.indices.filter {
                breaches[$0].limit.signal.unit == .seconds && breaches[$0].limit.severity == severity
            }
            let sorted = slow.sorted { (breaches[$0].breach.since, $0) < (breaches[$1].breach.since, $1) }
            for (place, index) in zip(slow, sorted) { places[place] = index }
        }
        return places
    }

    private mutating func verdict(
        on index: Int,
        _ breach: BreachTracker.Breach,
        _ snapshot: SignalSnapshot,
        _ lastFailure: Timestamp?
    ) -> BreachVerdict {
        let limit = limits[index]
        let isShare = limit.signal == .errorShare
        let longer = isShare ? shares.basis.flatMap { $0.length > window ? $0.share : nil } : nil
        var result = BreachVerdict(
            limit: limit,
            value: longer ?? snapshot[limit.signal].value,
            isClipped: snapshot[limit.signal].clippedAt != nil,
            breach: breach,
            errorsPerSecond: snapshot.errorsPerSecond,
            errorsSoFar: isShare ? counted(snapshot.errorsSinceOnset, of: index, since: breach.since) : nil
        )
        result.estimate = estimates[breach.since]
        result.after = trackers[index].ended.map { until($0, of: limit) }.flatMap { $0 < breach.since ? $0 : nil }
        if isShare {
            result.counts = shares.basis
            result.lastFailure = lastFailure
        }
        return result
    }

    /// Failures so far, which never become fewer.
    ///
    /// A source that computes them over a range estimates its edges anew each time. Where it does not count any more,
    /// what its counters show since is added.
    private mutating func counted(_ count: Double?, of limit: Int, since onset: Timestamp) -> Double? {
        if let told, told.since != onset { self.told = nil }
        let known = told.map { $0.count + max(0, errors.sum - $0.tally) }
        guard let count = count ?? errors.sinceMark(of: limit) ?? known else { return nil }
        let most = max(count, told?.count ?? 0)
        told = Told(since: onset, count: most, tally: errors.sum)
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
        let requests = shares.basis?.requests ?? snapshot.requestCount ?? 0
        let isFew = !isIdle && requests < Self.fewestRequests
        if calmSince == nil || isIdle != wasIdle {
            isCalmOlderThanData = !hasJudged
            // What came in between is nearer than a breach before it.
            if let past = recovered, snapshot.at - past.until > window, !isIdle { recovery = nil }
            // A whole window without a request: the last one came before it.
            calmSince = isIdle && !snapshot.isPartial ? snapshot.at - snapshot.window : snapshot.at
        }
        if isIdle, let last = snapshot.lastRequest, let calm = calmSince { calmSince = min(calm, last) }
        wasIdle = isIdle
        let since = calmSince ?? snapshot.at
        if isFew {
            calmSince = nil
            verdict = .tooFew(requests: requests)
        } else {
            verdict = isIdle ? .idle(since: since) : .ok(since: since)
        }
    }

    /// Time that nobody watched is neither calm nor recovery.
    private mutating func pauseObservation() {
        calmSince = nil
        for index in trackers.indices { trackers[index].interrupt() }
    }
}
