package import PromModel

/// When the samples of a target's requests are from: what tells how much of a window they fill.
///
/// Most often these are its scrapes. A page that stamps its samples itself, or that takes longer than a poll, has fewer.
package struct SampleTimes: Sendable, Equatable {
    /// A window holds at least so many of a target's samples: with fewer one that is late would be half of them.
    static let fewestIntervals = 4

    /// Oldest first.
    private var times: [Timestamp] = []
    /// How old the newest was when it was first seen.
    package private(set) var arrivalLag = Duration.zero

    /// They are when the page was renewed: in between it is asked for, and says nothing new.
    package private(set) var areRenewals = false

    /// Since when they count: a process that began anew while nobody could look has nothing before.
    private var beginning: Timestamp?

    /// Nothing seen yet.
    package init() {}

    /// Forgets what was before a moment: the process behind the page began anew while it did not answer, so that what
    /// lies between both is neither known nor nothing.
    package mutating func begin(at moment: Timestamp) {
        (times, areRenewals, beginning) = ([], false, moment)
    }

    /// It began anew, and a rate needs a second sample.
    var isYoung: Bool { beginning != nil && times.count < 2 }

    /// Takes the moments at which a page was seen renewed, oldest first, in the place of its scrapes.
    package mutating func follow(renewals: [Timestamp]) {
        (times, areRenewals, arrivalLag) = (renewals, true, .zero)
    }

    /// Goes back to the scrapes: the page is not renewed at intervals, or not any more.
    package mutating func unfollow() { areRenewals = false }

    /// Notes a sample that was there before the first one noted: a zero put in for a counter that is new.
    package mutating func noteEarlier(_ sample: Timestamp) {
        if let first = times.first, sample < first, beginning.map({ sample >= $0 }) ?? true {
            times.insert(sample, at: 0)
        }
    }

    /// The newest; nil before the first.
    package var newest: Timestamp? { times.last }

    /// Notes the newest sample at a poll, and forgets what is older than `retention` before it.
    package mutating func note(_ sample: Timestamp, at moment: Timestamp, retention: Duration) {
        if let last = times.last, sample <= last { return }
        times.append(sample)
        arrivalLag = max(.zero, moment - sample)
        if let keep = times.firstIndex(where: { sample - $0 <= retention }), keep > 0 { times.removeFirst(keep) }
    }

    /// What was noted before a moment is not in store any more.
    package mutating func forget(before moment: Timestamp) {
        times.removeAll { $0 < moment }
    }

    /// Between two samples, as a rule: the median of the last few, so that an outage is none; nil before the second.
    package var cadence: Duration? {
        let last = times.suffix(6)
        guard last.count > 1 else { return nil }
        let gaps = zip(last.dropFirst(), last).map { $0 - $1 }.sorted()
        return gaps[(gaps.count - 1) / 2]
    }

    /// The part of a window that ends at `moment` which the samples fill: from the first of them on; nil where there are
    /// not two of them in it.
    ///
    /// A sample at its very start is not in it, as in PromQL. The whole window, where the first lies hardly further from its start than from the second: PromQL's `rate` goes on
    /// to the edge from up to 1.1 times that, and stops half way where it is further.
    package func filled(of window: Duration, before moment: Timestamp) -> Duration? {
        let inside = times.drop { $0 <= moment - window }.prefix { $0 <= moment }
        guard let first = inside.first, let last = inside.last, inside.count > 1 else { return nil }
        // Between two renewals lies all that came in between, and nothing is known of what came since.
        if areRenewals { return last - first }
        let gap = (last - first) / (inside.count - 1)
        let missing = first - (moment - window)
        // Before it began there was nothing that a rate could go on to.
        if beginning != nil, first == times.first { return window - max(.zero, missing) }
        // Answers do not come to the millisecond.
        return missing <= gap * 11 / 10 ? window : window - missing
    }
}
