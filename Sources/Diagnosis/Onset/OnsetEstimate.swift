package import GoldenSignals
package import PromModel

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// When a breach began, as nearly as the scrapes tell.
package struct OnsetEstimate: Sendable, Equatable {
    /// The most likely moment.
    package let at: Timestamp
    /// It has hardly begun before.
    package let earliest: Timestamp
    /// It has hardly begun later.
    package let latest: Timestamp
    /// Bad requests from then on, as far as the trace goes.
    package let badSince: Double
    /// So few came at first that only the interval from `earliest` to `latest` can be told.
    package let isInterval: Bool

    /// A likelihood this much lower in its logarithm is not believed: one in twenty.
    private static let leastLikelihood = -3.0
    /// With fewer bad requests in two scrapes an interval is told.
    private static let fewestForMoment = 10.0

    /// Finds the most likely change point of a trace: the largest cumulative sum of likelihood ratios.
    ///
    /// Before it and after it each increment is binomial with a share of its own (Page, Biometrika 41, 1954, with both
    /// shares estimated). Nil where the trace shows no rise: it then began before the trace, or not in these counts. An
    /// increment is of the requests of one scrape interval that ends at most one interval before its moment.
    package init?(_ trace: BreachTrace) {
        let increments = trace.increments.filter { $0.requests > 0 && $0.bad >= 0 }
        guard increments.count >= 3 else { return nil }
        let whole = Self.sum(increments[...])
        var before = (requests: 0.0, bad: 0.0)
        var scores: [Double] = []
        for increment in increments {
            let after = (requests: whole.requests - before.requests, bad: whole.bad - before.bad)
            let isRise = after.bad * before.requests > before.bad * after.requests
            let score = Self.logLikelihood(before) + Self.logLikelihood(after) - Self.logLikelihood(whole)
            // Of the first one nothing is before: it is no change.
            scores.append(before.requests > 0 && isRise ? score : -.infinity)
            before = (before.requests + increment.requests, before.bad + increment.bad)
        }
        guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }), scores[best] > -Self.leastLikelihood
        else { return nil }
        let likely = scores.indices.filter { scores[$0] - scores[best] >= Self.leastLikelihood }
        at = increments[best].at - trace.step
        earliest = increments[likely.first ?? best].at - trace.step * 2
        latest = increments[likely.last ?? best].at
        badSince = increments[best...].reduce(0) { $0 + $1.bad }
        let first = increments[best...].prefix(2).reduce(0) { $0 + $1.bad }
        isInterval = first < Self.fewestForMoment && latest - earliest > trace.step * 3
    }

    private static func sum(_ increments: ArraySlice<BreachTrace.Increment>) -> (requests: Double, bad: Double) {
        increments.reduce((requests: 0, bad: 0)) { ($0.requests + $1.requests, $0.bad + $1.bad) }
    }

    /// Of the share that fits best.
    private static func logLikelihood(_ counts: (requests: Double, bad: Double)) -> Double {
        guard counts.requests > 0 else { return 0 }
        let share = min(1, max(0, counts.bad / counts.requests))
        let bad = share > 0 ? counts.requests * share * log(share) : 0
        return bad + (share < 1 ? counts.requests * (1 - share) * log(1 - share) : 0)
    }
}
