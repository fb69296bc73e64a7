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
    /// Processes that failed within the window: where their counters come later than others', those tell nothing of them.
    fileprivate var failing: Set<String> = []

    /// What was counted between two looks.
    package struct Counted: Sendable, Equatable {
        /// The earlier look.
        let from: Timestamp
        /// Requests that were counted by the later one.
        let requests: Double
        /// How many of them failed.
        let failures: Double
        /// Those of the processes with failures that answered anything.
        let heard: Set<String>
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
        var unheard = failing
        var sums: [(from: Timestamp, requests: Double, failures: Double, isWhole: Bool)] = []
        for counted in recent.reversed() {
            // What has half of the share itself is of the breach, however much good came since.
            if counted.failures > max(1, counted.requests * broken / 2) { break }
            requests += counted.requests
            failures += counted.failures
            if counted.requests > 0 { looks += 1 }
            unheard.subtract(counted.heard)
            sums.append((counted.from, requests, failures, looks > 1 && unheard.isEmpty))
        }
        return sums.last { sum in
            sum.isWhole && sum.failures <= most * sum.requests
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
    /// When each process failed last, and the processes that have answered nothing since: of those nothing is known.
    private var failed: [String: Timestamp] = [:]
    private var unheard: Set<String> = []
    /// Requests that count once all that failed were heard of.
    private var waiting = 0.0
    /// So many scrapes of the time before anybody looked are kept.
    private static let mostScrapes = 20
    /// The time without a failure; nil before the first one was seen.
    package private(set) var spell: QuietSpell?

    /// Nothing was looked at yet.
    package init() {}

    /// Takes what was counted before anybody looked: a breach may be over by the first look.
    ///
    /// What was seen since counts more.
    package mutating func take(_ trace: BreachTrace) {
        guard spell == nil, !trace.isOfTraffic else { return }
        guard let last = trace.increments.lastIndex(where: { $0.bad >= 0.5 }) else { return }
        let after = trace.increments[(last + 1)...].reduce(0) { $0 + max(0, $1.requests) }
        spell = QuietSpell(since: trace.increments[last].at, requests: after)
        // Those that go on failing a little are told apart by what came scrape by scrape.
        let earlier = trace.increments.filter { increment in recent.first.map { increment.at <= $0.from } ?? true }
        recent =
            earlier.suffix(Self.mostScrapes).map { increment in
                QuietSpell.Counted(
                    from: increment.at - trace.step,
                    requests: increment.requests,
                    failures: increment.bad,
                    // It is of all of them.
                    heard: Set(failed.keys)
                )
            } + recent
        spell?.recent = recent
        spell?.failing = Set(failed.keys)
    }

    /// Takes what the processes have counted by a moment.
    package mutating func observe(_ snapshot: SignalSnapshot, at moment: Timestamp) {
        let failing = failures.growths(snapshot.errorTotals, at: moment)
        let answering = requests.growths(snapshot.requestTotals, at: moment)
        let (bad, answered) = (failing.values.reduce(0, +), answering.values.reduce(0, +))
        unheard.subtract(answering.keys)
        for process in failing.keys { failed[process] = moment }
        unheard.formUnion(failing.keys)
        // What failed long ago, or is gone, has no part in what the window holds.
        failed = failed.filter { $0.value >= moment - snapshot.window && snapshot.errorTotals[$0.key] != nil }
        unheard.formIntersection(failed.keys)
        if bad > 0 { spell = QuietSpell(since: moment, requests: 0) } else { waiting += answered }
        if unheard.isEmpty {
            spell?.requests += waiting
            waiting = 0
        }
        if bad > 0 { waiting = 0 }
        if let last, moment > last {
            let heard = Set(failed.keys.filter { answering[$0] != nil })
            recent.append(QuietSpell.Counted(from: last, requests: answered, failures: bad, heard: heard))
        }
        last = moment
        recent.removeAll { $0.from < moment - snapshot.window }
        spell?.recent = recent
        spell?.failing = Set(failed.keys)
    }
}
