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
        /// The longest time from sent to answered.
        package var longest: LatencyDistribution.Value?
        /// The share of requests that got no answer, 0 to 1.
        package var unanswered: Double?
    }

    /// A thread that computes this share of the time delays what it should send.
    package static let busyLimit = 0.85
    /// More lag than that is not the timers' grain.
    package static let lagLimit = Duration.milliseconds(1)
    /// A larger share of the latency is the driver's to answer for.
    private static let lagShare = 0.1
    private static let lateRanks: [Double] = [50, 75, 90, 95, 99]
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
        evidence.longest = summary.service.value(at: 100)
        if !summary.isClosedLoop { evidence.waited = min(1, Double(summary.wait.count) / Double(planned)) }
        evidence.unanswered = min(1, Double(summary.count.unanswered) / Double(planned))
        self.evidence = evidence
        limit = Self.limit(evidence, summary)
    }

    /// The percentile of the lag that says whether the generator keeps its plan: 99, or less where fewer than ten
    /// requests would lie above it: one that left late is chance.
    package static func decidingRank(of count: Int) -> Double {
        min(99, max(50, 100 - 1000 / Double(max(1, count))))
    }

    private static func limit(_ evidence: Evidence, _ summary: LoadSummary) -> Limit {
        let isBusy = (evidence.busiest ?? 0) + (evidence.denied ?? 0) >= busyLimit
        if summary.isClosedLoop { return isBusy ? .generator : .server }
        if isBusy || isLate(summary) || summary.count.skipped > 0 { return .generator }
        if (evidence.waited ?? 0) > waitLimit, summary.isAtConnectionLimit {
            let isOfTheTarget = summary.count.done == 0 || isQueueing(evidence) || isHeldUp(summary, evidence)
            return isOfTheTarget ? .server : .connections
        }
        return (evidence.unanswered ?? 0) > lossLimit ? .server : .none
    }

    /// Whether a good part of the latency is the driver's own delay, at any rank that says something.
    ///
    /// Beside a target that took long the same delay explains nothing: of a second it is a few milliseconds.
    private static func isLate(_ summary: LoadSummary) -> Bool {
        let deciding = decidingRank(of: summary.lag.count)
        return lateRanks.contains { wanted in
            let rank = min(wanted, deciding)
            guard let lag = summary.lag.value(at: rank)?.duration else { return false }
            let response = summary.response.value(at: rank)?.duration ?? .zero
            return lag > max(lagLimit, response * lagShare)
        }
    }

    private static func isQueueing(_ evidence: Evidence) -> Bool {
        (evidence.service ?? .zero) / max(.nanoseconds(1), evidence.fastest ?? .zero) >= queueFactor
    }

    /// Whether the connections were in use since some answers took long, as those of a target do that stands still.
    ///
    /// Connections in use are the rate times the time of an answer (Little). Who waited while all of them were held
    /// waited no longer than the answers took that held them; where the connections are too few for answers of the
    /// usual time, who comes last waits for many of those.
    private static func isHeldUp(_ summary: LoadSummary, _ evidence: Evidence) -> Bool {
        // The slowest answers, of half of the connections one each.
        let slowest = Double(summary.connections) / 2 / Double(max(1, summary.service.count))
        guard slowest <= 0.5, let held = summary.service.value(at: 100 - 100 * slowest)?.duration,
            let waited = summary.wait.value(at: 50)?.duration
        else { return false }
        return held >= (evidence.fastest ?? .zero) * queueFactor && held >= waited
    }
}
