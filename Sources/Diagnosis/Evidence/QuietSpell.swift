package import GoldenSignals
package import PromModel

/// The time without a failure: since when, and how many requests were counted in it.
package struct QuietSpell: Sendable, Equatable {
    /// When a failure was counted last.
    package let since: Timestamp
    /// Requests that were counted since, none of which failed.
    ///
    /// Counted, not reckoned from a rate: where the counters stand still, as on a page that is renewed now and then, the
    /// time without a failure proves nothing.
    package fileprivate(set) var requests: Double

    /// Memberwise.
    package init(since: Timestamp, requests: Double) {
        self.since = since
        self.requests = requests
    }
}

/// Follows the counters of failures and of requests from poll to poll.
package struct QuietWatch: Sendable, Equatable {
    private var failures = CounterWatch()
    private var requests = CounterWatch()
    /// The time without a failure; nil before the first one was seen.
    package private(set) var spell: QuietSpell?

    /// Nothing was looked at yet.
    package init() {}

    /// Takes what the processes have counted by a moment.
    package mutating func observe(_ snapshot: SignalSnapshot, at moment: Timestamp) {
        let failed = failures.observe(snapshot.errorTotals, at: moment)
        let answered = requests.observe(snapshot.requestTotals, at: moment)
        if failed > 0 { spell = QuietSpell(since: moment, requests: 0) } else { spell?.requests += answered }
    }
}
