import Histogram

/// Latencies since the start of a run, and in slices for the last moments.
///
/// Memory does not grow with the run: one histogram of about 200 kB for each of the two clocks and 10 kB a slice.
struct LatencyRecorder {
    struct Slice {
        let start: Int64
        var done = 0
        var serverErrors = 0
        var service: Histogram<UInt32>
    }

    private static let sliceLimit = 64
    private let sliceNanoseconds: Int64
    private static let highest: UInt64 = 60_000_000_000

    /// From the planned time to the answer: the headline, which a stalled server or driver cannot flatter.
    private(set) var response = Self.histogram()
    /// From sent to the answer.
    private(set) var service = Self.histogram()
    private(set) var slices: [Slice] = []

    /// Keeps slices for at least the last `window`.
    init(window: Duration) {
        sliceNanoseconds = max(500_000_000, Int64(window / .nanoseconds(1)) / 30)
    }

    /// A request was answered: times in nanoseconds on the monotonic clock.
    mutating func record(planned: Int64, sent: Int64, done: Int64, isServerError: Bool) {
        let responseTime = Self.clamp(done - planned)
        let serviceTime = Self.clamp(done - sent)
        // A value out of range would be dropped without a word: both are clamped first.
        _ = response.record(responseTime)
        _ = service.record(serviceTime)
        let index = slice(at: done)
        slices[index].done += 1
        slices[index].serverErrors += isServerError ? 1 : 0
        _ = slices[index].service.record(serviceTime)
    }

    /// A request was never answered: it took at least this long.
    mutating func recordUnanswered(planned: Int64, now: Int64) {
        _ = response.record(Self.clamp(now - planned))
    }

    /// What happened in the `span` nanoseconds before `now`, in whole slices.
    ///
    /// The rate counts the whole span, as a PromQL rate does whose window reaches back before the run.
    func window(before now: Int64, span: Int64) -> LoadWindow {
        let end = now - now % sliceNanoseconds
        let covered = slices.filter { $0.start >= end - span && $0.start < end }
        var merged = covered.first?.service
        for slice in covered.dropFirst() { merged?.add(slice.service) }
        func percentile(_ rank: Double) -> Duration? {
            guard let merged, merged.totalCount > 0 else { return nil }
            return .nanoseconds(Int64(merged.valueAtPercentile(rank)))
        }
        return LoadWindow(
            span: .nanoseconds(span),
            done: covered.reduce(0) { $0 + $1.done },
            serverErrors: covered.reduce(0) { $0 + $1.serverErrors },
            p95: percentile(95),
            p99: percentile(99)
        )
    }

    private mutating func slice(at time: Int64) -> Int {
        let start = time - time % sliceNanoseconds
        if let last = slices.last, last.start >= start { return slices.count - 1 }
        if slices.count >= Self.sliceLimit { slices.removeFirst() }
        slices.append(
            Slice(
                start: start,
                service: Histogram<UInt32>(
                    lowestDiscernibleValue: 1000,
                    highestTrackableValue: Self.highest,
                    numberOfSignificantValueDigits: .two
                )
            )
        )
        return slices.count - 1
    }

    private static func histogram() -> Histogram<UInt64> {
        Histogram<UInt64>(
            lowestDiscernibleValue: 1000,
            highestTrackableValue: highest,
            numberOfSignificantValueDigits: .three
        )
    }

    private static func clamp(_ nanoseconds: Int64) -> UInt64 {
        min(highest, UInt64(max(0, nanoseconds)))
    }
}
