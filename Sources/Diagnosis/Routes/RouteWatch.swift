package import GoldenSignals
package import PromModel

/// A route that is far beyond its own past, however small it is.
package struct RouteDeparture: Sendable, Equatable {
    /// Which route.
    package let name: String
    /// The signal that departs: failures or the 99th percentile.
    package let signal: Signal
    /// What it is.
    package let value: Double
    /// What it usually was.
    package let before: Double
    /// Its share of the traffic, 0 to 1.
    package let shareOfTraffic: Double
}

/// Follows each route of the traffic against its own past.
package struct RouteWatch: Sendable, Equatable {
    fileprivate struct Past: Sendable, Equatable {
        var errors: [Double] = []
        var latencies: [Double] = []
        /// Windows side by side, where one holds too few requests to judge by.
        var windows = SmallWindows()
        /// In how many evaluations in a row it has departed so far.
        var departed = 0
        var seen: Timestamp
    }

    /// The past is known after so many evaluations.
    private static let fewest = 12
    /// Evaluations that are kept.
    private static let most = 60
    /// So many times what it was is far beyond it.
    private static let factor = 3.0
    /// A share of failures below this is nothing to act on, whatever it was before.
    private static let leastShare = 0.05
    /// Seen so often in a row it is no chance.
    private static let fewestDepartures = 2
    private static let mostRoutes = 200

    private var routes: [String: Past] = [:]
    /// When a breach of failures, and one of latency, was over last: windows that reach back to before it tell of that.
    private var failuresEnded: Timestamp?
    private var latencyEnded: Timestamp?
    /// The route that departs most; nil where none does.
    package private(set) var departure: RouteDeparture?

    /// Nothing was seen yet.
    package init() {}

    /// Takes the routes of a moment; `slow` is the limit on latency in seconds, below which nothing is slow.
    ///
    /// `past` is the breach that is over, where there is one: what windows still hold of it is nothing of now.
    package mutating func observe(
        _ breakdown: Breakdown,
        slow: Double,
        window: Duration,
        at moment: Timestamp,
        after past: (signal: Signal, until: Timestamp)? = nil
    ) {
        if let past, past.signal == .errorShare { failuresEnded = past.until }
        if let past, past.signal.unit == .seconds { latencyEnded = past.until }
        guard breakdown.dimension == .route else { return }
        let total = breakdown.rows.reduce(0) { $0 + ($1.requestRate ?? 0) }
        var found: [RouteDeparture] = []
        for row in breakdown.rows {
            guard let rate = row.requestRate, rate > 0, total > 0 else { continue }
            var past = routes[row.name] ?? Past(seen: moment)
            past.seen = moment
            let requests = rate * window.inSeconds
            let newest = SmallWindows.Entry(
                at: moment,
                requests: requests,
                bad: row.errorRate * window.inSeconds,
                row.p99
            )
            let evidence = past.windows.evidence(newest, length: window)
            let departures = evidence.map { Self.departures(row, past, $0, slow: slow, of: total) } ?? []
            past.departed = departures.isEmpty ? 0 : past.departed + 1
            if past.departed >= Self.fewestDepartures, let from = evidence?.from {
                found += departures.filter { departure in
                    let ended = departure.signal == .errorShare ? failuresEnded : latencyEnded
                    return ended.map { from >= $0 } ?? true
                }
            }
            // What it has become is not its past.
            if departures.isEmpty, evidence != nil { past.take(row, most: Self.most) }
            past.windows.note(newest, length: window)
            routes[row.name] = past
        }
        departure = found.max { $0.excess < $1.excess }
        if routes.count > Self.mostRoutes { routes = routes.filter { $0.value.seen == moment } }
    }

    private static func departures(
        _ row: Breakdown.Row,
        _ past: Past,
        _ evidence: SmallWindows.Evidence,
        slow: Double,
        of total: Double
    ) -> [RouteDeparture] {
        func departure(_ signal: Signal, _ value: Double, _ before: Double) -> RouteDeparture {
            RouteDeparture(
                name: row.name,
                signal: signal,
                value: value,
                before: before,
                shareOfTraffic: min(1, (row.requestRate ?? 0) / total)
            )
        }
        var found: [RouteDeparture] = []
        if past.errors.count >= fewest {
            let before = past.errors.sorted()[past.errors.count / 2]
            let limit = max(leastShare, before * factor)
            if ShareEvidence.exceeds(limit: limit, bad: evidence.bad, of: evidence.requests) {
                found.append(departure(.errorShare, min(1, evidence.bad / evidence.requests), before))
            }
        }
        if let p99 = row.p99, p99.isFinite, let least = evidence.leastP99, past.latencies.count >= fewest {
            let before = past.latencies.sorted()[past.latencies.count / 2]
            if least > max(slow, before * factor) { found.append(departure(.p99Latency, p99, before)) }
        }
        return found
    }
}

extension RouteWatch.Past {
    fileprivate mutating func take(_ row: Breakdown.Row, most: Int) {
        if let share = row.errorShare { errors = (errors + [share]).suffix(most) }
        if let p99 = row.p99, p99.isFinite { latencies = (latencies + [p99]).suffix(most) }
    }
}

extension RouteDeparture {
    /// How far it is beyond its past; failures come before latency.
    fileprivate var excess: Double {
        signal == .errorShare ? 1000 + value : value / max(before, 0.001)
    }
}
