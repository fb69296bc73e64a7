import Histogram

/// Latencies since the start of a run on four clocks, and in slices for the last moments and for the history.
///
/// Memory does not grow with the number of requests: a histogram of 150 kB for each clock, 20 kB for the slice under way,
/// and what occurred in it for each slice that is over.
struct LatencyRecorder: Sendable {
    /// Longer ones count as this long.
    static let highest: UInt64 = 60_000_000_000

    /// From the planned time to the answer: the headline, which a stalled server or driver cannot flatter.
    private(set) var response = CensoredHistogram()
    /// From sent to the answer.
    private(set) var service = CensoredHistogram()
    /// From planned to sent where a connection was free: the driver's own delay.
    private(set) var lag = CensoredHistogram()
    /// From planned to sent where every connection was in use.
    private(set) var wait = CensoredHistogram()
    private(set) var slices: LoadSlices

    /// Keeps as many slices as cover `window`, or all of an hour.
    init(slice: Duration, kept: Int) {
        slices = LoadSlices(width: Int64(slice / .nanoseconds(1)), kept: kept)
    }

    /// A request was sent: times in nanoseconds on the monotonic clock.
    mutating func recordSent(planned: Int64, sent: Int64, hasWaited: Bool) {
        if hasWaited { wait.record(sent - planned) } else { lag.record(sent - planned) }
    }

    /// A request was answered.
    mutating func record(planned: Int64, sent: Int64, done: Int64, isServerError: Bool) {
        response.record(done - planned)
        service.record(done - sent)
        slices.record(response: done - planned, service: done - sent, done: done, isServerError: isServerError)
    }

    /// A request was never answered: it took at least this long; `sent` is nil where it never was.
    mutating func recordUnanswered(planned: Int64, sent: Int64?, now: Int64) {
        response.recordAtLeast(now - planned)
        if let sent { service.recordAtLeast(now - sent) } else { wait.recordAtLeast(now - planned) }
        slices.recordUnanswered(response: now - planned, now: now)
    }

    /// Closes the slice under way where its time is over.
    mutating func closeSlice(before now: Int64) {
        slices.close(before: now)
    }

    /// Closes the slice under way, whose time need not be over.
    mutating func finishSlices() {
        slices.finish()
    }

    /// What another loop saw of the same run.
    mutating func add(_ other: LatencyRecorder) {
        response.add(other.response)
        service.add(other.service)
        lag.add(other.lag)
        wait.add(other.wait)
        slices.add(other.slices)
    }
}

/// A histogram in which some values are known only as "at least this long".
struct CensoredHistogram: Sendable {
    private(set) var values = Histogram<UInt64>(
        lowestDiscernibleValue: 1000,
        highestTrackableValue: LatencyRecorder.highest,
        numberOfSignificantValueDigits: .three
    )
    /// The smallest value that is only a bound: percentiles below it are exact.
    private(set) var smallestBound: UInt64?
    /// How many values are only bounds.
    private(set) var boundCount = 0

    mutating func record(_ nanoseconds: Int64) {
        // A value out of range would be dropped without a word: it is clamped first.
        _ = values.record(Self.clamp(nanoseconds))
    }

    mutating func recordAtLeast(_ nanoseconds: Int64) {
        let value = Self.clamp(nanoseconds)
        _ = values.record(value)
        boundCount += 1
        smallestBound = min(smallestBound ?? value, value)
    }

    /// Adds times that another driver recorded, each to three digits and with how often it occurred.
    mutating func add(_ times: [(nanoseconds: Int64, count: Int)], bounds: Int, smallestBound: Int64?) {
        for time in times where time.count > 0 {
            _ = values.record(Self.clamp(time.nanoseconds), count: UInt64(time.count))
        }
        boundCount += bounds
        guard let bound = smallestBound.map(Self.clamp) else { return }
        self.smallestBound = min(self.smallestBound ?? bound, bound)
    }

    mutating func add(_ other: CensoredHistogram) {
        values.add(other.values)
        boundCount += other.boundCount
        if let bound = other.smallestBound { smallestBound = min(smallestBound ?? bound, bound) }
    }

    static func clamp(_ nanoseconds: Int64) -> UInt64 {
        min(LatencyRecorder.highest, UInt64(max(0, nanoseconds)))
    }
}
