import Histogram

/// What happened in each stretch of a run, all of one width, the latest last.
///
/// The one under way is a histogram; of those that are over only the values that occurred are kept.
struct LoadSlices: Sendable {
    /// Values on both clocks to two digits.
    typealias Values = Histogram<UInt32>

    /// A stretch that is over.
    struct Slice: Sendable {
        /// Nanoseconds on the monotonic clock.
        let start: Int64
        var done: Int
        var serverErrors: Int
        var unanswered: Int
        var response: LoadOccurrences
        var service: LoadOccurrences
    }

    let width: Int64
    private let kept: Int
    private(set) var closed: [Slice] = []
    private var start: Int64 = .min
    private var end: Int64 = .min
    private var done = 0
    private var serverErrors = 0
    private var unanswered = 0
    private var response = Self.histogram()
    private var service = Self.histogram()

    init(width: Int64, kept: Int) {
        self.width = max(1, width)
        self.kept = kept
    }

    mutating func record(response: Int64, service: Int64, done time: Int64, isServerError: Bool) {
        if time >= end { begin(at: time) }
        done += 1
        serverErrors += isServerError ? 1 : 0
        _ = self.response.record(CensoredHistogram.clamp(response))
        _ = self.service.record(CensoredHistogram.clamp(service))
    }

    mutating func recordUnanswered(response: Int64, now: Int64) {
        if now >= end { begin(at: now) }
        unanswered += 1
        _ = self.response.record(CensoredHistogram.clamp(response))
    }

    /// Closes the slice under way where its time is over.
    mutating func close(before now: Int64) {
        if now >= end { begin(at: now) }
    }

    /// Counts and percentiles of the `span` nanoseconds before `now`, in whole slices.
    ///
    /// How much of it a run has filled is ``covered(before:span:since:)``.
    func window(before now: Int64, span: Int64) -> LoadSliceSum {
        let end = now - now % width
        var sum = LoadSliceSum()
        for slice in closed where slice.start >= end - span && slice.start < end { sum.add(slice) }
        return sum
    }

    /// How many of the `span` nanoseconds before `now`, in whole slices, lie in a run that began at `begin`; 0 while none
    /// of its slices is over.
    func covered(before now: Int64, span: Int64, since begin: Int64) -> Int64 {
        max(0, min(span, now - now % width - begin))
    }

    /// What another loop saw at the same times.
    mutating func add(_ other: LoadSlices) {
        for slice in other.closed {
            guard let index = closed.lastIndex(where: { $0.start <= slice.start }), closed[index].start == slice.start
            else {
                closed.insert(slice, at: closed.firstIndex { $0.start > slice.start } ?? closed.count)
                continue
            }
            closed[index].done += slice.done
            closed[index].serverErrors += slice.serverErrors
            closed[index].unanswered += slice.unanswered
            closed[index].response.add(slice.response)
            closed[index].service.add(slice.service)
        }
    }

    /// Closes the slice under way at the end of a run.
    mutating func finish() {
        closeCurrent()
        (start, end) = (.min, .min)
    }

    private mutating func begin(at time: Int64) {
        closeCurrent()
        start = time - time % width
        end = start + width
    }

    private mutating func closeCurrent() {
        if done + unanswered > 0 {
            if closed.count >= kept { closed.removeFirst() }
            closed.append(
                Slice(
                    start: start,
                    done: done,
                    serverErrors: serverErrors,
                    unanswered: unanswered,
                    response: LoadOccurrences(response),
                    service: LoadOccurrences(service)
                )
            )
            (done, serverErrors, unanswered) = (0, 0, 0)
            response.reset()
            service.reset()
        }
    }

    static func histogram() -> Values {
        Values(
            lowestDiscernibleValue: 1000,
            highestTrackableValue: LatencyRecorder.highest,
            numberOfSignificantValueDigits: .two
        )
    }
}

/// Several slices together.
struct LoadSliceSum: Sendable {
    private(set) var done = 0
    private(set) var serverErrors = 0
    private(set) var unanswered = 0
    private(set) var response = LoadSlices.histogram()
    private(set) var service = LoadSlices.histogram()

    mutating func add(_ slice: LoadSlices.Slice) {
        done += slice.done
        serverErrors += slice.serverErrors
        unanswered += slice.unanswered
        slice.response.each { _ = response.record($0, count: $1) }
        slice.service.each { _ = service.record($0, count: $1) }
    }

    mutating func add(_ other: LoadSliceSum) {
        done += other.done
        serverErrors += other.serverErrors
        unanswered += other.unanswered
        response.add(other.response)
        service.add(other.service)
    }

    /// As the window of `span` nanoseconds that they cover.
    func window(span: Int64) -> LoadWindow {
        LoadWindow(
            span: .nanoseconds(span),
            done: done,
            serverErrors: serverErrors,
            p95: Self.percentile(95, of: service),
            p99: Self.percentile(99, of: service)
        )
    }

    static func percentile(_ rank: Double, of values: LoadSlices.Values) -> Duration? {
        values.totalCount > 0 ? .nanoseconds(Int64(values.valueAtPercentile(rank))) : nil
    }
}
