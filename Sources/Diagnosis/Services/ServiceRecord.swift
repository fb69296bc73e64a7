package import GoldenSignals
package import PromModel

/// How one of many services has been, and since when.
package struct ServiceRecord: Sendable, Equatable {
    /// How it is.
    package private(set) var health: ServiceHealth
    /// Since when it is so, as far as it was watched.
    package private(set) var since: Timestamp
    /// It was so when it was first seen.
    package private(set) var isFirst: Bool
    /// Its last rate, where it has none now.
    package private(set) var lastRate: Double?
    /// Counts prove that it is broken, or it was so at the evaluation before: one may be chance.
    package private(set) var isConfirmed = false
    /// When what is broken began, as nearly as the windows tell; nil where nothing nearer is known than ``since``.
    package private(set) var estimate: OnsetEstimate?
    private var counts = WindowedCounts()
    /// What is usual for each signal with a limit.
    private var calm: [Signal: CalmLevel] = [:]

    /// A service that is seen for the first time; `isFirst` where nobody looked before.
    package init(_ health: ServiceHealth, at moment: Timestamp, isFirst: Bool) {
        self.health = health
        since = moment
        self.isFirst = isFirst
    }

    /// When it became as it is, as nearly as is known.
    package var began: Timestamp { estimate?.at ?? since }

    /// Takes how the service is now by some limits; `window` is that of its numbers.
    package mutating func observe(
        _ service: ServiceOverview,
        _ now: ServiceHealth,
        limits: [Limit],
        at moment: Timestamp,
        window: Duration
    ) {
        if let rate = service.requestRate, rate > 0 { lastRate = rate }
        if service.requestRate != nil {
            let requests = service.requests(in: window)
            counts.note(requests: requests, bad: (service.errorShare ?? 0) * requests, at: moment)
        }
        let before = health
        noteCalm(service, isCalm: before == now && now.urgency == .none, limits, at: moment, window: window)
        let isProven = limits.contains { $0.signal == .errorShare && service.breaks($0, window: window) }
        let isGone = now == .down && !(service.outage?.isSingleMiss(at: moment) ?? false)
        isConfirmed = isGone || isProven || before.urgency == now.urgency && moment > since
        guard before != now else { return }
        // What becomes worse has begun once; what is less bad than before has been broken all along.
        let isNew = before.urgency == .none && now.urgency > .none
        if now.urgency == .none { estimate = nil }
        health = now
        since = moment
        if isNew {
            estimate = counts.trace(window: service.window ?? window, detected: moment).flatMap { OnsetEstimate($0) }
        }
        // Of what nothing was known before, or too little, nobody saw the beginning.
        isFirst = isNew && estimate == nil && (before == .noData || before == .tooFew)
    }

    /// How far a signal has to fall for a limit that was broken to be kept again.
    func recovery(of limit: Limit) -> Double { (calm[limit.signal] ?? CalmLevel()).recovery(of: limit.threshold) }

    /// Takes what is usual, where nothing is broken and there is enough to judge by.
    private mutating func noteCalm(
        _ service: ServiceOverview,
        isCalm: Bool,
        _ limits: [Limit],
        at moment: Timestamp,
        window: Duration
    ) {
        guard isCalm else {
            for signal in calm.keys { calm[signal]?.interrupt() }
            return
        }
        guard service.requests(in: window) >= VerdictTracker.fewestRequests else { return }
        for signal in Set(limits.map(\.signal)) {
            guard let value = service[signal], !limits.contains(where: { $0.signal == signal && value > $0.threshold })
            else { continue }
            calm[signal, default: CalmLevel()].note(value, at: moment, window: service.window ?? window)
        }
    }
}
