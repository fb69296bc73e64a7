import Synchronization

/// Counts requests and their latencies by method, route template and status.
///
/// The number of series is bounded: routes come from the router's templates, an unmatched path is one constant, and a
/// method outside the usual seven is `_OTHER`. Series of known routes exist at 0 before the first request, so that
/// the first error is a step from 0 to 1 and not a series born at 1, which a rate cannot see.
package final class RequestMetrics: Sendable {
    /// What a series is about.
    package struct Key: Hashable, Sendable, Comparable {
        let route: String
        let status: Int
        let method: String

        /// By route, status, method: the order of the page.
        package static func < (left: Key, right: Key) -> Bool {
            (left.route, left.status, left.method) < (right.route, right.status, right.method)
        }
    }

    /// One series' counts: how many requests, and how long they took.
    package typealias Counts = DurationCounts

    /// A copy of all counts at one moment.
    package struct Snapshot: Sendable {
        /// Requests being answered now.
        package let inFlight: Int
        /// All series, in the page's order.
        package let series: [(key: Key, counts: Counts)]
    }

    private struct State {
        var inFlight = 0
        var series: [Key: Counts] = [:]
    }

    /// The route label of requests that no route matched.
    package static let unmatchedRoute = "unmatched"
    private static let knownMethods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    private let state: Mutex<State>
    private let bounds: [Double]

    /// Creates the series of the routes given, at 0, for the statuses 200 and 500, and those of unmatched paths.
    package init(routes: [String], bounds: [Double] = LatencyBuckets.upperBoundsSeconds) {
        self.bounds = bounds
        state = Mutex(State())
        for route in routes { prepare(route: route, statuses: [200, 500]) }
        prepare(route: Self.unmatchedRoute, statuses: [404])
    }

    /// Creates series at 0 where there are none: the first request of one is a step then.
    package func prepare(route: String, statuses: [Int], method: String = "GET") {
        state.withLock { state in
            for status in statuses {
                let key = Key(route: route, status: status, method: method)
                if state.series[key] == nil { state.series[key] = Counts(bounds: bounds) }
            }
        }
    }

    /// A request has arrived.
    package func requestStarted() {
        state.withLock { $0.inFlight += 1 }
    }

    /// A request has ended without an answer.
    package func requestDropped() {
        state.withLock { $0.inFlight -= 1 }
    }

    /// A request has been answered, or has failed with an error that becomes `status`.
    package func requestEnded(method: String, route: String, status: Int, duration: Duration) {
        let key = Key(route: route, status: status, method: Self.knownMethods.contains(method) ? method : "_OTHER")
        let seconds = duration / .seconds(1)
        state.withLock { state in
            state.inFlight -= 1
            state.series[key, default: Counts(bounds: bounds)].record(seconds)
        }
    }

    /// All counts, taken under one lock: they belong together.
    package func snapshot() -> Snapshot {
        let copy = state.withLock { $0 }
        return Snapshot(
            inFlight: copy.inFlight,
            series: copy.series.sorted { $0.key < $1.key }.map { (key: $0.key, counts: $0.value) }
        )
    }
}
