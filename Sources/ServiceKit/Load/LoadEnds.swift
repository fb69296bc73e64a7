/// What a service counted of some routes, as its page tells it.
package struct ServiceAccount: Sendable, Equatable {
    /// Requests.
    package var count = 0.0
    /// How long they took together, in seconds.
    package var seconds = 0.0
    /// Requests up to each bound in seconds, by the bound; +Inf among them.
    package var upTo: [Double: Double] = [:]

    /// Nothing.
    package init() {}

    /// What came since an earlier one; nil where the counts began anew in between.
    func since(_ before: ServiceAccount) -> ServiceAccount? {
        var change = ServiceAccount()
        change.count = count - before.count
        change.seconds = seconds - before.seconds
        for (bound, value) in upTo { change.upTo[bound] = value - (before.upTo[bound] ?? 0) }
        return change.count < 0 || change.upTo.values.contains { $0 < 0 } ? nil : change
    }
}

/// The same requests from both ends: what the driver timed beside what the service counted.
///
/// What lies between them is the way there and back: the network, the queue of connections that nobody has accepted yet,
/// and the wait for a thread of the service before its clock starts.
package struct LoadEnds: Sendable, Equatable {
    /// A percentile at both ends.
    package struct Rank: Sendable, Equatable {
        /// Of 100.
        package let percentile: Double
        /// From sent to answered, to three digits.
        package let driver: Duration
        /// The service's histogram knows it to be above the one and at most the other, in seconds.
        package let service: ClosedRange<Double>
    }

    /// Answers that the driver got.
    package let answered: Int
    /// Requests that the service counted meanwhile.
    package let counted: Int
    /// Requests that clients sent which read slowly, beside the load: the service counts them as well.
    package let bySlowReaders: Int
    /// Tries of the load that brought no answer: the service may have counted them.
    package let unanswered: Int
    /// The mean from sent to answered; nil without answers.
    package let driverMean: Duration?
    /// The mean that the service told; nil where it counted nothing.
    package let serviceMean: Duration?
    /// 50, 90 and 99.
    package let ranks: [Rank]

    /// Compares a run with the service's page before and after it; nil where the page has no such counts, or lost them.
    package init?(_ summary: LoadSummary, before: ServiceAccount, after: ServiceAccount) {
        guard let change = after.since(before), !change.upTo.isEmpty else { return nil }
        answered = summary.count.done
        counted = Int(change.count.rounded())
        bySlowReaders = summary.slowReaders.asked
        unanswered = max(0, summary.count.sent + summary.count.retried + summary.count.repeated - answered)
        serviceMean = change.count > 0 ? .seconds(change.seconds / change.count) : nil
        // Requests without an answer have no time of their own at this end.
        let isWhole = summary.service.boundCount == 0
        let times = summary.service.occurrences()
        let (sum, count) = times.reduce((Duration.zero, 0)) { ($0.0 + $1.time * $1.count, $0.1 + $1.count) }
        driverMean = isWhole && count > 0 ? sum / count : nil
        ranks = [50.0, 90, 99].compactMap { percentile in
            guard isWhole, let driver = summary.service.value(at: percentile)?.duration,
                let service = Self.bucket(of: percentile, in: change)
            else { return nil }
            return Rank(percentile: percentile, driver: driver, service: service)
        }
    }

    /// Of what the service counted beyond the answers, what is neither of slow readers nor without an answer.
    package var byOthers: Int { max(0, counted - answered - bySlowReaders - unanswered) }

    /// How much longer a request took at this end, on average; nil where either mean is unknown.
    package var between: Duration? {
        guard let driverMean, let serviceMean else { return nil }
        return driverMean - serviceMean
    }

    /// The bucket in which a percentile lies.
    private static func bucket(of percentile: Double, in account: ServiceAccount) -> ClosedRange<Double>? {
        let rank = percentile / 100 * account.count
        let bounds = account.upTo.keys.sorted()
        guard account.count > 0, let index = bounds.firstIndex(where: { (account.upTo[$0] ?? 0) >= rank }) else {
            return nil
        }
        return (index > 0 ? bounds[index - 1] : 0)...bounds[index]
    }
}
