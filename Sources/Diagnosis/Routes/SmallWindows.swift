import PromModel

/// Windows of a small part of the traffic, side by side: one alone holds too few requests to judge by.
struct SmallWindows: Sendable, Equatable {
    /// What one window holds.
    struct Entry: Sendable, Equatable {
        let at: Timestamp
        let requests: Double
        let bad: Double
        /// The 99th percentile of its latency in seconds.
        let p99: Double?

        init(at moment: Timestamp, requests: Double, bad: Double, _ p99: Double?) {
            at = moment
            self.requests = requests
            self.bad = bad
            self.p99 = p99.flatMap { $0.isFinite ? $0 : nil }
        }
    }

    /// What as many of them as it takes hold together.
    struct Evidence: Sendable, Equatable {
        /// When the first of them begins.
        var from: Timestamp
        var requests: Double
        var bad: Double
        /// The least of their 99th percentiles; nil where one has none.
        ///
        /// Each of them has at least one request as slow.
        var leastP99: Double?
    }

    /// What was longer ago is no news, as for the service.
    private static let longest = CountMemory.longest
    private var entries: [Entry] = []

    init() {}

    /// Takes a window; of those that overlap only the first is kept, and none where one holds enough.
    mutating func note(_ entry: Entry, length: Duration) {
        if entry.requests >= VerdictTracker.fewestRequests {
            entries = []
            return
        }
        if let last = entries.last, entry.at - last.at < length { return }
        entries.removeAll { entry.at - $0.at > Self.longest }
        entries.append(entry)
    }

    /// The newest window, with as many of those before it as it takes to judge; nil where all of them do not suffice.
    func evidence(_ newest: Entry, length: Duration) -> Evidence? {
        var end = newest.at - length
        var sum = Evidence(from: end, requests: newest.requests, bad: newest.bad, leastP99: newest.p99)
        for entry in entries.reversed() where entry.at <= end && newest.at - entry.at <= Self.longest {
            guard sum.requests < VerdictTracker.fewestRequests else { break }
            sum.requests += entry.requests
            sum.bad += entry.bad
            sum.leastP99 = sum.leastP99.flatMap { least in entry.p99.map { min(least, $0) } }
            end = entry.at - length
            sum.from = end
        }
        return sum.requests >= VerdictTracker.fewestRequests ? sum : nil
    }
}
