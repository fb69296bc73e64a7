import GoldenSignals
import PromModel

/// Judges the share of failures by what its counts prove.
struct ShareJudge: Sendable, Equatable {
    private enum Now: Sendable, Equatable {
        case noData
        case idle
        case counts(ShareCounts)

        /// There were requests, and not one bad among them.
        var isClean: Bool {
            if case .counts(let counts) = self { counts.bad.rounded() == 0 } else { false }
        }
    }

    private var memory = CountMemory()
    private var now = Now.noData
    private var at: Timestamp?
    private var window = Duration.zero
    private var lastRequest: Timestamp?
    /// The largest share of a breach under way, or of one that has ended while windows still hold it; nil while there is
    /// none.
    private var worst: Double?
    /// The share that the newest window proves; nil where it proves none.
    private var provenShare: Double?
    /// Requests a second where the breach under way was proven last.
    private var provenRate: Double?
    /// Until when a breach under way goes on, as far as the windows tell.
    private var lastBroken: Timestamp?
    /// Windows that end before this hold what an earlier breach had.
    private var freshFrom: Timestamp?
    private var wasBroken = false
    /// When the breaches were found that `worst` is of.
    private var followed: Set<Timestamp> = []
    /// What it is judged by: the window, or as much more as it takes; nil before there is any.
    private(set) var basis: ShareCounts?

    init() {}

    /// Takes the counts of a snapshot's window.
    mutating func note(_ snapshot: SignalSnapshot) {
        at = snapshot.at
        window = snapshot.window
        provenShare = nil
        switch snapshot[.errorShare].state {
        case .noData: now = .noData
        case .idle: now = .idle
        case .value(let share):
            let requests = snapshot.requestCount ?? 0
            now = .counts(ShareCounts(requests: requests, bad: share * requests, length: snapshot.window))
        }
        guard case .counts(let counts) = now else {
            // Without failures told, the traffic alone says how much there is to judge by.
            basis = snapshot.requestCount.map { ShareCounts(requests: $0, bad: 0, length: snapshot.window) }
            return
        }
        lastRequest = snapshot.at
        basis = counts
        guard freshFrom.map({ snapshot.at >= $0 }) ?? true else { return }
        memory.note(requests: counts.requests, bad: counts.bad, at: snapshot.at)
        guard counts.requests < VerdictTracker.fewestRequests else { return }
        basis = memory.counts(window: counts.length) { $0.requests >= VerdictTracker.fewestRequests } ?? counts
    }

    /// What the counts say of a limit; `isBroken` where a breach of it is under way.
    mutating func observation(of limit: Limit, isBroken: Bool) -> BreachTracker.Observation {
        guard case .counts(let counts) = now else {
            guard case .idle = now else { return .undecided }
            return isLull ? .undecided : .idle
        }
        let basis = basis ?? counts
        // Nothing bad in the window, and what broke the limit would have brought some.
        if isBroken, counts.bad.rounded() == 0, let worst,
            ShareEvidence.isBelow(share: worst, bad: 0, of: counts.requests)
        {
            return .clean
        }
        if isBroken {
            if let since = recoverySince(counts, limit) { return .recovered(since: since) }
            noteBroken(counts, limit)
        }
        if basis.exceeds(limit.threshold) { return proven(basis) }
        if basis.requests < VerdictTracker.fewestRequests {
            // Few, and none of them bad: what comes after that began then.
            return !isBroken && basis.bad.rounded() == 0 && basis.requests >= 1 ? .clean : .undecided
        }
        guard let share = basis.share, share > limit.threshold else { return .value(basis.share ?? 0) }
        // A little above the limit takes long to prove.
        let longer = memory.counts(window: counts.length) { $0.exceeds(limit.threshold) }
        guard let longer, longer.exceeds(limit.threshold) else { return .unproven }
        return proven(longer)
    }

    /// Since when a breach is over where some failures go on: the window is well under the limit, and what it holds
    /// excludes the share of the breach; nil where that is not so.
    private func recoverySince(_ counts: ShareCounts, _ limit: Limit) -> Timestamp? {
        guard let worst, worst > limit.threshold * Self.clearlyOver, let share = counts.share, let at,
            share < limit.threshold * BreachTracker.recoveryShare,
            ShareEvidence.isBelow(share: worst, bad: counts.bad, of: counts.requests)
        else { return nil }
        return lastBroken ?? at - counts.length
    }

    /// Notes until when a breach goes on, by a window over its limit: that holds as much of the breach as its share is of
    /// the breach's own.
    private mutating func noteBroken(_ counts: ShareCounts, _ limit: Limit) {
        guard let at, let worst, worst > 0, let share = counts.share,
            share >= limit.threshold * BreachTracker.recoveryShare
        else { return }
        lastBroken = at - counts.length * max(0, 1 - share / worst)
    }

    /// What was no more than this many times its limit dances around it: one breach.
    private static let clearlyOver = 3.0

    /// Since when nothing bad came, or little, although the breach under way would have brought more; nil where that is
    /// not so.
    ///
    /// `isTold` where its end was told already: then the limit itself is kept, not somewhat less.
    func quiet(_ spell: QuietSpell?, _ limit: Limit, isTold: Bool) -> Timestamp? {
        guard let spell, let worst else { return nil }
        let clean = ShareEvidence.isBelow(share: worst, bad: 0, of: spell.requests) ? spell.since : nil
        let kept = spell.excludes(worst, keeping: limit.threshold * (isTold ? 1 : BreachTracker.recoveryShare))
        return [clean, kept].compactMap { $0 }.min()
    }

    /// Takes which breaches there are after all, by when they were found: those under way, and those whose end is told
    /// while the window still holds them.
    ///
    /// What ends is compared with its own worst for as long as a window holds it: the window that empties holds less.
    mutating func follow(_ breaches: Set<Timestamp>, isBroken: Bool) {
        defer { (wasBroken, followed) = (isBroken, breaches) }
        let isOther = followed.isDisjoint(with: breaches)
        // What comes again after its end was told is as bad as it is now.
        if isOther || isBroken && !wasBroken {
            worst = breaches.isEmpty ? nil : provenShare ?? (isOther ? nil : basis?.share)
            lastBroken = nil
            if worst == nil { provenRate = nil }
        }
        guard wasBroken, !isBroken, let at else { return }
        // What follows is not to be judged by what was.
        memory = CountMemory()
        freshFrom = now.isClean ? at : at + window
    }

    private mutating func proven(_ counts: ShareCounts) -> BreachTracker.Observation {
        // One good request more: a breach of all requests is excluded by some, not by one.
        let share = counts.bad / (counts.requests + 1)
        provenShare = max(provenShare ?? 0, share)
        worst = max(worst ?? 0, share)
        provenRate = counts.length > .zero ? counts.requests / counts.length.inSeconds : nil
        return .proven
    }

    /// Whether the time without a request is one that chance brings at the rate of the breach: with little traffic that is
    /// no end.
    private var isLull: Bool {
        guard let provenRate, let lastRequest, let at else { return false }
        // The newest window with a request may hold no more than that one, at its beginning.
        let gap = at - lastRequest + window
        return Habit(rate: provenRate, history: nil).probability(ofAtMost: 0, in: gap) >= TrafficWatch.gapLevel
    }
}
