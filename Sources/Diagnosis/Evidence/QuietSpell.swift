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
    /// What was counted from look to look within the window, the newest last.
    package fileprivate(set) var recent: [Counted] = []

    /// What was counted between two looks.
    package struct Counted: Sendable, Equatable {
        /// The earlier look.
        let from: Timestamp
        /// Requests that were counted by the later one.
        let requests: Double
        /// How many of them failed.
        let failures: Double
    }

    /// Memberwise; without what was counted from look to look.
    package init(since: Timestamp, requests: Double) {
        self.since = since
        self.requests = requests
    }

    /// Since when the counts exclude a share of failures, `broken`, while theirs is at most `most`; nil where they do not.
    ///
    /// Most services fail now and then: a breach is over though some failures go on. It takes two looks with requests,
    /// as one may have seen one process of several.
    func excludes(_ broken: Double, keeping most: Double) -> Timestamp? {
        var (requests, failures, looks) = (0.0, 0.0, 0)
        var sums: [(from: Timestamp, requests: Double, failures: Double, looks: Int)] = []
        for counted in recent.reversed() {
            requests += counted.requests
            failures += counted.failures
            if counted.requests > 0 { looks += 1 }
            sums.append((counted.from, requests, failures, looks))
        }
        return sums.last { sum in
            sum.looks > 1 && sum.failures <= most * sum.requests
                && ShareEvidence.isBelow(share: broken, bad: sum.failures, of: sum.requests)
        }?.from
    }
}

/// Follows the counters of failures and of requests from poll to poll.
package struct QuietWatch: Sendable, Equatable {
    private var failures = CounterWatch()
    private var requests = CounterWatch()
    private var recent: [QuietSpell.Counted] = []
    private var last: Timestamp?
    /// The time without a failure; nil before the first one was seen.
    package private(set) var spell: QuietSpell?

    /// Nothing was looked at yet.
    package init() {}

    /// Takes what the processes have counted by a moment.
    package mutating func observe(_ snapshot: SignalSnapshot, at moment: Timestamp) {
        let failed = failures.observe(snapshot.errorTotals, at: moment)
        let answered = requests.observe(snapshot.requestTotals, at: moment)
        if failed > 0 { spell = QuietSpell(since: moment, requests: 0) } else { spell?.requests += answered }
        if let last, moment > last {
            recent.append(QuietSpell.Counted(from: last, requests: answered, failures: failed))
        }
        last = moment
        recent.removeAll { $0.from < moment - snapshot.window }
        spell?.recent = recent
    }
}
