/// When each request is due: request k of a segment at `start + k / rate`.
///
/// The time is computed from k, never from the request before, so that rounding does not add up. A change of rate
/// closes the segment: requests already due keep their times.
package struct LoadSchedule: Sendable, Equatable {
    /// Nanoseconds on the monotonic clock at which the present segment began.
    package private(set) var segmentStart: Int64
    /// Requests a second.
    package private(set) var rate: Double
    /// The number of the next request within the segment.
    package private(set) var next: Int64 = 0

    /// A schedule at a constant rate.
    ///
    /// The first request is due at once.
    package init(rate: Double, start: Int64) {
        self.rate = rate
        segmentStart = start
    }

    /// When the next request is due, in nanoseconds.
    package var nextDue: Int64 {
        segmentStart + Int64((Double(next) * 1e9 / rate).rounded())
    }

    /// Takes the next request if it is due: its planned time, else nil.
    package mutating func takeDue(at now: Int64) -> Int64? {
        let due = nextDue
        guard due <= now else { return nil }
        next += 1
        return due
    }

    /// From `now` on, another rate.
    ///
    /// The next request is due one new interval after the last due one, at once where that has passed.
    package mutating func change(rate newRate: Double, at now: Int64) {
        let last = next > 0 ? segmentStart + Int64((Double(next - 1) * 1e9 / rate).rounded()) : segmentStart
        rate = newRate
        // The next is due one interval after the last, or now where that is past already: never several at once.
        segmentStart = max(now - Int64(1e9 / newRate), last)
        next = 1
    }

    /// Leaves out everything due before `now`, and says how many that were.
    ///
    /// After a stop of the whole process (a closed laptop, SIGSTOP) the missed requests must not come as a burst.
    package mutating func skip(to now: Int64) -> Int64 {
        let due = Int64((Double(now - segmentStart) * rate / 1e9).rounded(.up))
        let skipped = max(0, due - next)
        next += skipped
        return skipped
    }
}
