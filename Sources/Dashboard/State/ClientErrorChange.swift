import Diagnosis
package import GoldenSignals
import PromModel

/// Requests that were refused for what the client sent, now and before.
///
/// They are no failures of the service and raise no verdict; a stranger has to see them all the same: half of the callers
/// that cannot log in are an incident.
package struct ClientErrorChange: Sendable, Equatable {
    /// Their share of the requests, 0 to 1.
    package let share: Double
    /// The usual share in the shown span before the last window; nil where nothing was seen.
    package let before: Double?
    /// They are proven to be more than they usually were.
    package let hasRisen: Bool
    /// What they are called together.
    package let word: String
    /// The statuses with their shares of the requests, the commonest first.
    package let statuses: [Status]

    /// The same as of one service of many; nil where so few are no news there.
    package var refusals: Refusals? { share >= Refusals.leastNews ? Refusals(share: share, word: word) : nil }

    /// One of them.
    package struct Status: Sendable, Equatable {
        /// As it is counted: `404`, `4xx`.
        package let name: String
        /// Its share of the requests, 0 to 1.
        package let share: Double
    }

    /// Below this they are told only where they have changed.
    private static let least = 0.01
    /// A change by less is none that anybody acts on.
    private static let factor = 2.0

    /// What a snapshot and the points before it tell; nil where there is nothing to tell.
    package init?(_ snapshot: SignalSnapshot, in history: SignalHistory, window: Duration) {
        // Without any there is nothing to look through the span for.
        guard let errors = snapshot.clientErrors, errors.rate > 0, let rate = snapshot[.requestRate].value, rate > 0,
            let count = snapshot.requestCount, count >= SignalSnapshot.fewestRequests
        else { return nil }
        share = min(errors.rate / rate, 1)
        let end = (history.points.last?.at ?? snapshot.at) - window
        let past = history.points.prefix { $0.at < end }.compactMap { $0.isSolid ? $0.clientErrorShare : nil }.sorted()
        before = past.isEmpty ? nil : past[past.count / 2]
        let counts = ShareCounts(requests: count, bad: share * count, length: window)
        hasRisen = before.map { counts.exceeds(max($0 * Self.factor, Self.least / 2)) } ?? false
        word = errors.word
        statuses = errors.statuses.map { Status(name: $0, share: (errors.rates[$0] ?? 0) / rate) }
        guard share >= Self.least || hasRisen else { return nil }
    }
}
