/// What kept a run from more: the generator, the number of connections, the server, or nothing.
///
/// A generator that saturates before the service tells lies about the service, so each run is asked.
package struct LoadVerdict: Sendable, Equatable {
    /// What was the limit.
    package enum Limit: String, Sendable, Equatable {
        /// The driver itself, or the machine under it: latencies are its own as much as the target's.
        case generator
        /// The target would have answered more at the same time than there were connections.
        case connections
        /// The target.
        case server
        /// Everything planned was sent in time and answered.
        case none
    }

    /// What was the limit.
    package let limit: Limit
    /// The figures that say so.
    package let evidence: Evidence

    /// The figures that a verdict rests on; each is nil where there was nothing to measure.
    package struct Evidence: Sendable, Equatable {
        /// The busiest loop's share of processor time, 0 to 1.
        package var busiest: Double?
        /// What that loop had something to do for, and no processor: a share of its time, 0 to 1.
        package var denied: Double?
        /// 99 of 100 requests were sent at most so long after their time, a free connection provided.
        package var lag: Duration?
        /// The share of requests that waited for a connection, 0 to 1.
        package var waited: Double?
        /// The median from sent to answered.
        package var service: Duration?
        /// The fastest hundredth from sent to answered: the target without a queue.
        package var fastest: Duration?
        /// The share of requests that got no answer, 0 to 1.
        package var unanswered: Double?
    }

    /// A thread that computes this share of the time delays what it should send.
    package static let busyLimit = 0.85
    /// More lag than that is not the timers' grain.
    package static let lagLimit = Duration.milliseconds(1)
    private static let waitLimit = 0.05
    private static let lossLimit = 0.01
    /// A median so many times the fastest is a queue in the target, which more connections would only lengthen.
    private static let queueFactor = 3.0

    /// Judges a run.
    package init(_ summary: LoadSummary) {
        // What was never sent got no answer either.
        let planned = max(1, summary.count.done + summary.count.unanswered + summary.count.skipped)
        var evidence = Evidence()
        let busiest = summary.efforts.max { ($0.shareTaken ?? 0) < ($1.shareTaken ?? 0) }
        evidence.busiest = busiest?.share
        evidence.denied = busiest.flatMap { effort in effort.shareTaken.map { $0 - (effort.share ?? 0) } }
        evidence.lag = summary.lag.value(at: 99)?.duration
        evidence.service = summary.service.value(at: 50)?.duration
        evidence.fastest = summary.service.value(at: 1)?.duration
        if !summary.isClosedLoop { evidence.waited = min(1, Double(summary.wait.count) / Double(planned)) }
        evidence.unanswered = min(1, Double(summary.count.unanswered) / Double(planned))
        self.evidence = evidence
        let lag = summary.lag.value(at: Self.decidingRank(of: summary.lag.count))?.duration
        limit = Self.limit(evidence, lag: lag ?? .zero, summary)
    }

    /// The percentile of the lag that says whether the generator keeps its plan: 99, or less where fewer than ten
    /// requests would lie above it: one that left late is chance.
    package static func decidingRank(of count: Int) -> Double {
        min(99, max(50, 100 - 1000 / Double(max(1, count))))
    }

    private static func limit(_ evidence: Evidence, lag: Duration, _ summary: LoadSummary) -> Limit {
        let isBusy = (evidence.busiest ?? 0) + (evidence.denied ?? 0) >= busyLimit
        if summary.isClosedLoop { return isBusy ? .generator : .server }
        let tolerated = max(lagLimit, (evidence.service ?? .zero) / 10)
        if isBusy || lag > tolerated || summary.count.skipped > 0 { return .generator }
        let isQueueing = (evidence.service ?? .zero) / max(.nanoseconds(1), evidence.fastest ?? .zero) >= queueFactor
        if (evidence.waited ?? 0) > waitLimit, summary.isAtConnectionLimit {
            return isQueueing || summary.count.done == 0 ? .server : .connections
        }
        return (evidence.unanswered ?? 0) > lossLimit ? .server : .none
    }
}
