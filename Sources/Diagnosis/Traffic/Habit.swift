import PromModel

/// What traffic is usual, and for how long it was counted.
///
/// Where that was not long, the rate may be more than the true one by chance. Of requests that come at one rate, those of
/// a part of the time are binomial among all: so two counts are compared without knowing the rate (Przyborowski and
/// Wilenski, Biometrika 31, 1940).
struct Habit {
    /// Requests a second.
    let rate: Double
    /// The time that they were counted over; nil where it is so long that the rate is known.
    let history: Duration?

    /// How likely at most so many requests are in a time.
    func probability(ofAtMost count: Double, in length: Duration) -> Double {
        guard let usual else { return PoissonTail.probability(ofAtMost: count, mean: rate * length.inSeconds) }
        let share = usual.seconds / (usual.seconds + length.inSeconds)
        return BinomialTail.probability(of: usual.count, orMoreAmong: usual.count + count.rounded(), share: share)
    }

    /// How likely at least so many requests are in a time.
    func probability(ofAtLeast count: Double, in length: Duration) -> Double {
        guard let usual else { return PoissonTail.probability(ofAtLeast: count, mean: rate * length.inSeconds) }
        let share = length.inSeconds / (usual.seconds + length.inSeconds)
        return BinomialTail.probability(of: count, orMoreAmong: usual.count + count.rounded(), share: share)
    }

    /// What came lately in place of what is usual, where chance makes it that little in one look of twenty at most: of
    /// traffic that ebbs a pause is longer, and few requests are more by chance.
    ///
    /// Half of what is usual at least: less is no ebb, but a fall.
    func ebbed(to lately: RecentRequests.Count?) -> Habit {
        guard let lately, lately.perSecond < rate, probability(ofAtMost: lately.requests, in: lately.length) < 0.05
        else { return self }
        guard lately.perSecond > rate / 2 else { return Habit(rate: rate / 2, history: history) }
        return Habit(rate: lately.perSecond, history: lately.length)
    }

    /// What was counted, in whole requests.
    private var usual: (count: Double, seconds: Double)? {
        guard let history, history > .zero else { return nil }
        return ((rate * history.inSeconds).rounded(), history.inSeconds)
    }
}
