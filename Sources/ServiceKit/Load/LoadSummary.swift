import Histogram

/// What a run came to: the counts, four clocks, the effort, and a verdict on what limited it.
package struct LoadSummary: Sendable {
    /// What one loop saw.
    struct Part: Sendable {
        let count: LoadCount
        let latencies: LatencyRecorder
        let effort: LoadEffort
        let isClosedLoop: Bool
        let isAtConnectionLimit: Bool
        let mostInUse: Int
        let connections: Int
        let start: Int64
        let kinds: [LoadKindCount]

        init(_ shard: LoadShard) {
            (count, latencies, effort) = (shard.count, shard.latencies, shard.effort)
            (isClosedLoop, isAtConnectionLimit) = (shard.isClosedLoop, shard.isAtConnectionLimit)
            mostInUse = shard.mostInUse
            (connections, start, kinds) = (shard.connectionLimit, shard.startedAt, shard.kinds)
        }
    }

    /// One second of the run.
    package struct Second: Sendable, Equatable {
        /// Since the start of the run, 0 for the first.
        package let number: Int
        /// Answers.
        package let done: Int
        /// Of these, 5xx.
        package let serverErrors: Int
        /// Requests given up in it.
        package let unanswered: Int
        /// From planned to answered or given up: half, 99 of 100, all; nil without requests.
        package let response: Spread?
        /// From sent to answered; nil without answers.
        package let service: Spread?
    }

    /// Three percentiles.
    package struct Spread: Sendable, Equatable {
        package let p50: Duration
        package let p99: Duration
        package let maximum: Duration
    }

    /// How the requests ended.
    package let count: LoadCount
    /// The same for each of the target's requests.
    package let kinds: [LoadKindCount]
    /// What the clients went through that read slowly.
    package let slowReaders: LoadSlowReaders.Account
    /// From the planned time to the answer; requests without one count with the time they waited.
    package let response: LatencyDistribution
    /// From sent to the answer; likewise.
    package let service: LatencyDistribution
    /// From planned to sent where a connection was free: the driver's own delay.
    package let lag: LatencyDistribution
    /// From planned to sent where none was.
    package let wait: LatencyDistribution
    /// Each loop's effort.
    package let efforts: [LoadEffort]
    /// Whether the answers set the rate.
    package let isClosedLoop: Bool
    /// Whether more connections would have been opened than were allowed.
    package let isAtConnectionLimit: Bool
    /// How many were allowed.
    package let connections: Int
    /// How many carried a request at once, at most; nil where an older report does not tell.
    ///
    /// Of several loops the sum, whose most need not have been at one moment.
    package let mostInUse: Int?
    /// The run second by second, where its driver keeps a history.
    package let seconds: [Second]

    init(_ parts: [Part], slowReaders: LoadSlowReaders.Account = .init()) {
        var count = LoadCount()
        var kinds = parts.first?.kinds ?? []
        var latencies = parts.first?.latencies ?? LatencyRecorder(slice: .seconds(1), kept: 1)
        for part in parts { count.add(part.count) }
        for part in parts.dropFirst() {
            for index in kinds.indices { kinds[index].add(part.kinds[index]) }
        }
        for part in parts.dropFirst() { latencies.add(part.latencies) }
        self.count = count
        self.kinds = kinds
        self.slowReaders = slowReaders
        response = LatencyDistribution(latencies.response)
        service = LatencyDistribution(latencies.service)
        lag = LatencyDistribution(latencies.lag)
        wait = LatencyDistribution(latencies.wait)
        efforts = parts.map(\.effort)
        isClosedLoop = parts.contains { $0.isClosedLoop }
        isAtConnectionLimit = parts.contains { $0.isAtConnectionLimit }
        connections = parts.reduce(0) { $0 + $1.connections }
        mostInUse = parts.reduce(0) { $0 + $1.mostInUse }
        let first = parts.first?.start ?? 0
        seconds = latencies.slices.closed.map { Self.second($0, since: first, width: latencies.slices.width) }
    }

    /// What several drivers saw of one load, each a part of it.
    ///
    /// Exact: each time counts with the three digits to which it was recorded. The seconds are left out, since the
    /// drivers' clocks need not agree.
    package init(merging records: [LoadRecordFile]) {
        func clock(_ clock: (LoadRecordFile) -> LoadRecordFile.Clock) -> LatencyDistribution {
            var merged = CensoredHistogram()
            for record in records { clock(record).add(to: &merged) }
            return LatencyDistribution(merged)
        }
        var total = LoadCount()
        for record in records { total.add(record.loadCount) }
        count = total
        kinds = []
        slowReaders = .init()
        response = clock(\.response)
        service = clock(\.service)
        lag = clock(\.lag)
        wait = clock(\.wait)
        efforts = records.flatMap(\.loadEfforts)
        isClosedLoop = records.contains { $0.loop == "closed" }
        isAtConnectionLimit = records.contains { $0.connectionLimitReached ?? false }
        connections = records.reduce(0) { $0 + $1.connections }
        let inUse = records.compactMap(\.mostInUse)
        mostInUse = inUse.count == records.count ? inUse.reduce(0, +) : nil
        seconds = []
    }

    /// Processor time for each answer while requests were issued, of the loops' threads and the kernel's for them; nil
    /// without answers.
    package var processorTimePerAnswer: Duration? {
        let answers = efforts.reduce(0) { $0 + $1.answers }
        return answers > 0 ? efforts.reduce(.zero) { $0 + $1.processor } / answers : nil
    }

    /// Answers a second while requests were issued; nil before any time was measured.
    package var answersPerSecond: Double? {
        let elapsed = efforts.map(\.elapsed).max() ?? .zero
        return elapsed > .zero ? Double(efforts.reduce(0) { $0 + $1.answers }) / (elapsed / .seconds(1)) : nil
    }

    private static func second(_ slice: LoadSlices.Slice, since start: Int64, width: Int64) -> Second {
        var sum = LoadSliceSum()
        sum.add(slice)
        return Second(
            number: Int(max(0, (slice.start - (start - start % width)) / width)),
            done: sum.done,
            serverErrors: sum.serverErrors,
            unanswered: sum.unanswered,
            response: spread(sum.response),
            service: spread(sum.service)
        )
    }

    private static func spread(_ values: LoadSlices.Values) -> Spread? {
        guard let p50 = LoadSliceSum.percentile(50, of: values), let p99 = LoadSliceSum.percentile(99, of: values)
        else {
            return nil
        }
        return Spread(p50: p50, p99: p99, maximum: .nanoseconds(Int64(values.max)))
    }
}
