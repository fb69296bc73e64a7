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
    /// The last scrape before it: what is bad is counted from there where scrapes are missing between both.
    package let countedFrom: Timestamp
    /// Bad requests from then on, as far as the trace goes.
    package let badSince: Double
    /// So few came at first that only the interval from `earliest` to `latest` can be told.
    package let isInterval: Bool

    /// A change is one where it is this much likelier in its logarithm than none: twenty times.
    private static let leastGain = 3.0
    /// A moment this much less likely in its logarithm than the likeliest is not believed: one in a hundred.
    private static let leastLikelihood = -4.6
    /// With fewer bad requests in two scrapes an interval is told.
    private static let fewestForMoment = 10.0

    /// Finds the most likely change point of a trace: the largest cumulative sum of likelihood ratios.
    ///
    /// Before it and after it each increment is binomial with a share of its own, or, where the traffic itself changed,
    /// Poisson with a mean of its own (Page, Biometrika 41, 1954, with both estimated). Nil where the trace shows no
    /// change: it then began before the trace, or not in these counts. An increment is of the requests of one scrape
    /// interval that ends at most one interval before its moment.
    ///
    /// What came after it was found makes it more exact, and does not move it beyond what was believed then: a breach
    /// that becomes worse has begun when it began, whenever one looks.
    package init?(_ trace: BreachTrace) {
        let increments = trace.increments.filter { $0.bad >= 0 && (trace.isOfTraffic || $0.requests > 0) }
        let known = trace.isOfTraffic ? increments : increments.filter { $0.at <= trace.detected + trace.step }
        let (early, whole) = (Self.change(known, trace), Self.change(increments, trace))
        let isExact = early.map { early in whole.map { Self.likely(early).contains($0.best) } ?? false } ?? true
        guard let change = isExact ? whole : early else { return nil }
        let (best, likely) = (change.best, Self.likely(change))
        at = increments[best].at - trace.step
        let before = best > 0 ? increments[best - 1].at : at
        countedFrom = at - before > trace.step ? before : at
        // Where nothing was asked for a while it may have begun at any time since the last request.
        let first = likely.first ?? best
        earliest = increments[max(0, first - 1)].at - trace.step
        latest = increments[likely.last ?? best].at
        badSince = increments[best...].reduce(0) { $0 + $1.bad }
        let evidence: Double
        if trace.isOfTraffic {
            // What came before is what is missed after it.
            let (before, after) = (increments[..<best].suffix(2), increments[best...].prefix(2))
            evidence = max(Self.sum(before).requests, Self.sum(after).requests)
        } else {
            evidence = Self.sum(increments[best...].prefix(2)).bad
        }
        isInterval = evidence < Self.fewestForMoment && latest - earliest > trace.step * 3
    }

    /// How likely a change is that begins with each increment, and with which one most; nil where none is.
    private static func change(
        _ increments: [BreachTrace.Increment],
        _ trace: BreachTrace
    ) -> (scores: [Double], best: Int)? {
        guard increments.count >= 3 else { return nil }
        let scores = trace.isOfTraffic ? scoresOfTraffic(increments) : scoresOfShare(increments)
        let best = scores.indices.max { scores[$0] < scores[$1] }
        return best.flatMap { scores[$0] > leastGain ? (scores: scores, best: $0) : nil }
    }

    /// The increments that it may have begun with.
    private static func likely(_ change: (scores: [Double], best: Int)) -> [Int] {
        change.scores.indices.filter { change.scores[$0] - change.scores[change.best] >= leastLikelihood }
    }

    /// Of a rise of the share of bad ones that begins with each increment.
    private static func scoresOfShare(_ increments: [BreachTrace.Increment]) -> [Double] {
        let whole = sum(increments[...])
        var before = (requests: 0.0, bad: 0.0)
        return increments.map { increment in
            defer { before = (before.requests + increment.requests, before.bad + increment.bad) }
            let after = (requests: whole.requests - before.requests, bad: whole.bad - before.bad)
            let isRise = after.bad * before.requests > before.bad * after.requests
            // Of the first one nothing is before: it is no change.
            guard before.requests > 0, isRise else { return -.infinity }
            return logLikelihood(before) + logLikelihood(after) - logLikelihood(whole)
        }
    }

    /// Of a change of the traffic that begins with each increment.
    private static func scoresOfTraffic(_ increments: [BreachTrace.Increment]) -> [Double] {
        let whole = sum(increments[...]).requests
        var before = 0.0
        return increments.enumerated().map { index, increment in
            defer { before += increment.requests }
            guard index > 0 else { return -.infinity }
            let length = Double(increments.count)
            return logLikelihood(before, over: Double(index))
                + logLikelihood(whole - before, over: length - Double(index)) - logLikelihood(whole, over: length)
        }
    }

    /// Of the Poisson mean that fits best, up to what is the same for any.
    private static func logLikelihood(_ count: Double, over length: Double) -> Double {
        count > 0 && length > 0 ? count * log(count / length) : 0
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
