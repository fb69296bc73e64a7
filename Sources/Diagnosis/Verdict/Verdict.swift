package import GoldenSignals
package import PromModel

/// The one line that says how the service is.
package enum Verdict: Sendable, Equatable {
    /// No answer yet.
    case waiting
    /// The source fails: nothing can be said about now.
    case unknown(reason: String, since: Timestamp)
    /// The source answers, and its numbers are none of the service.
    case untrusted(Distrust, since: Timestamp)
    /// The metrics that would tell are absent.
    case noData
    /// No request in the window.
    case idle(since: Timestamp)
    /// Within all limits as far as can be told: not even half an hour holds enough requests to judge by.
    case tooFew(requests: Double)
    /// Within all limits.
    case ok(since: Timestamp)
    /// Within all limits that can be judged, and failures cannot: how many requests fail is not known.
    case unjudged(reason: String, since: Timestamp)
    /// Within all limits, but the traffic is not as usual.
    case traffic(TrafficChange)
    /// Within all limits on the signals, but 4xx are over theirs.
    case clientErrors(ClientErrorBreach)
    /// Within all limits, but a process starts anew again and again.
    case crashLoop(CrashLoop)
    /// Targets do not answer: all of them, or some while what the others tell is within all limits.
    case targetsDown(TargetOutage)
    /// Over a limit; the worst one.
    case breach(BreachVerdict)
}

/// The worst breach, with what there is to say about it.
package struct BreachVerdict: Sendable, Equatable {
    /// The limit that is broken.
    package let limit: Limit
    /// The value now; nil where there is none at this moment.
    package let value: Double?
    /// The value is a lower bound.
    package let isClipped: Bool
    /// When it was found, which is what it is known by.
    package let breach: BreachTracker.Breach
    /// Failed requests a second, now.
    package let errorsPerSecond: Double?
    /// Failed requests since the breach began.
    package var errorsSoFar: Double?
    /// When it began, as nearly as the scrapes tell; nil where nothing nearer is known than when it was found.
    package var estimate: OnsetEstimate?
    /// When the breach of the same limit before it ended: it began later; nil where none is known.
    package var after: Timestamp?
    /// What a share is judged by; nil for other signals.
    package var counts: ShareCounts?
    /// When a failure was last counted; nil where that is not known, and for other signals.
    package var lastFailure: Timestamp?

    /// When it began.
    package var since: Timestamp { estimate?.at ?? breach.since }

    /// Nothing earlier can be known: it may have begun before.
    package var isOlderThanData: Bool { estimate == nil && breach.isOlderThanData }
}

/// A breach that is over while all limits hold.
package struct RecoveredBreach: Sendable, Equatable {
    /// The limit that was broken.
    package let limit: Limit
    /// When it began.
    package let since: Timestamp
    /// When it ended.
    package let until: Timestamp
    /// It may have begun earlier.
    package let isOlderThanData: Bool
    /// When it was found, which is what it is known by.
    package let found: Timestamp
    /// When the breach of the same limit before it ended; nil where none is known.
    package let after: Timestamp?
    /// What polls counted told when it ended; else windows alone did.
    package let isCounted: Bool
}
