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
    /// Within all limits as far as can be told: the window holds too few requests to judge by.
    case tooFew(requests: Double)
    /// Within all limits.
    case ok(since: Timestamp)
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
    /// Since when.
    package let breach: BreachTracker.Breach
    /// Failed requests a second, now.
    package let errorsPerSecond: Double?
    /// Failed requests since the breach began.
    package let errorsSoFar: Double?
}
