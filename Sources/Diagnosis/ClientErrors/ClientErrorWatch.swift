package import GoldenSignals
package import PromModel

/// Requests refused for what the client sent, over the limit that the user gave.
package struct ClientErrorBreach: Sendable, Equatable {
    /// The limit.
    package let limit: Limit
    /// Their share of the requests, 0 to 1.
    package let share: Double
    /// Since when, as nearly as the windows tell; else since it was proven to be over.
    package let since: Timestamp
}

/// Judges the share of 4xx by a limit, where the user gave one: without it they raise no verdict.
package struct ClientErrorWatch: Sendable, Equatable {
    /// A breach is over below this part of its limit, as for the signals.
    private static let recoveryShare = 0.9
    private var counts = WindowedCounts()

    /// The breach under way; nil where there is none.
    package private(set) var breach: ClientErrorBreach?

    /// Nothing was looked at yet.
    package init() {}

    /// Takes a snapshot whose source is well.
    package mutating func observe(_ snapshot: SignalSnapshot, limit: Limit?) {
        guard let limit, let errors = snapshot.clientErrors, let requests = snapshot.requestCount, requests > 0,
            let rate = snapshot[.requestRate].value, rate > 0
        else {
            breach = nil
            return
        }
        let share = min(1, errors.rate / rate)
        counts.note(requests: requests, bad: share * requests, at: snapshot.at)
        let isProven = ShareEvidence.exceeds(limit: limit.threshold, bad: share * requests, of: requests)
        let isHeld = breach?.limit == limit && share > limit.threshold * Self.recoveryShare
        let since = breach?.since ?? began(snapshot)
        breach = isProven || isHeld ? ClientErrorBreach(limit: limit, share: share, since: since) : nil
    }

    /// When what is over the limit now began.
    private func began(_ snapshot: SignalSnapshot) -> Timestamp {
        let trace = counts.trace(window: snapshot.window, detected: snapshot.at)
        return trace.flatMap { OnsetEstimate($0)?.at } ?? snapshot.at
    }
}
