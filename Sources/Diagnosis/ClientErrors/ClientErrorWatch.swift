package import GoldenSignals
package import PromModel

/// Requests refused for what the client sent, over the limit that the user gave.
package struct ClientErrorBreach: Sendable, Equatable {
    /// The limit.
    package let limit: Limit
    /// Their share of the requests, 0 to 1.
    package let share: Double
    /// When it was found, which is what it is known by.
    package let found: Timestamp
    /// Since when, as nearly as the scrapes or the windows tell; else since it was proven to be over.
    package var since: Timestamp
    /// It was so when the source's knowledge begins: it may have begun before.
    package var isOlderThanData = false
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
        judge(min(1, errors.rate / rate), of: requests, at: snapshot.at, window: snapshot.window, limit)
    }

    /// Takes a point of the past, whose numbers are of a window.
    package mutating func observe(_ point: SignalPoint, window: Duration, limit: Limit?) {
        guard let limit, let share = point.clientErrorShare, let requests = point.requestCount, requests > 0 else {
            breach = nil
            return
        }
        judge(share, of: requests, at: point.at, window: window, limit)
    }

    private mutating func judge(
        _ share: Double,
        of requests: Double,
        at moment: Timestamp,
        window: Duration,
        _ limit: Limit
    ) {
        counts.note(requests: requests, bad: share * requests, at: moment)
        let isProven = ShareEvidence.exceeds(limit: limit.threshold, bad: share * requests, of: requests)
        let isHeld = breach?.limit == limit && share > limit.threshold * Self.recoveryShare
        guard isProven || isHeld else {
            breach = nil
            return
        }
        var next = ClientErrorBreach(
            limit: limit,
            share: share,
            found: breach?.found ?? moment,
            since: breach?.since ?? began(moment, window: window)
        )
        next.isOlderThanData = breach?.isOlderThanData ?? false
        breach = next
    }

    /// Takes when the breach began, as nearly as the scrapes tell; `found` is what it is known by.
    package mutating func take(_ estimate: OnsetEstimate, of found: Timestamp) {
        guard breach?.found == found else { return }
        breach?.since = estimate.at
        breach?.isOlderThanData = false
    }

    /// Takes since when the share was over the limit by what a source knew of the time before it was watched: it is known
    /// by that from then on.
    ///
    /// `shares` are by moment, the oldest first.
    package mutating func date(by shares: [(at: Timestamp, share: Double)]) {
        guard let told = breach else { return }
        let past = shares.filter { $0.at <= told.found }
        let calm = past.lastIndex { $0.share <= told.limit.threshold * Self.recoveryShare }
        guard let first = past[(calm.map { $0 + 1 } ?? 0)...].first, first.at < told.since else { return }
        var dated = ClientErrorBreach(limit: told.limit, share: told.share, found: first.at, since: first.at)
        dated.isOlderThanData = calm == nil
        breach = dated
    }

    /// When what is over the limit now began.
    private func began(_ moment: Timestamp, window: Duration) -> Timestamp {
        let trace = counts.trace(window: window, detected: moment)
        return trace.flatMap { OnsetEstimate($0)?.at } ?? moment
    }
}
