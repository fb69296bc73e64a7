import Randomness

/// Says yes to a given share of calls: exact over time, at unpredictable places.
///
/// A coin toss drifts: 20 % of 1,000 tosses is 200 give or take 25, and a learner asks which number is wrong. Here the
/// shares of the calls are added up, and each whole number that the sum passes owes one yes, at a random place between it
/// and the next. So after any calls the count is within two of the sum, also of a share that grows.
package struct ExactShare: Sendable {
    /// The share of calls answered yes, 0 to 1.
    package let share: Double
    private var random: SeededRandom
    /// The sum of the shares of all calls.
    private var sum = 0.0
    /// Where the next yes lies.
    private var next: Double
    private var whole = 0.0

    /// A share outside 0...1 is moved to its nearest bound; one that is not a number is 0.
    package init(share: Double, seed: UInt64) {
        self.share = Self.clamp(share)
        random = SeededRandom(seed: seed)
        next = random.nextUnitInterval()
    }

    /// The answer for the next call, of which a part of the share is wanted, 0 to 1.
    package mutating func next(part: Double = 1) -> Bool {
        sum += share * Self.clamp(part)
        // The tiny addend keeps a sum of many 0.2 from staying below its whole number.
        guard sum + 1e-7 >= next, share > 0 else { return false }
        whole += 1
        next = whole + random.nextUnitInterval()
        return true
    }

    private static func clamp(_ share: Double) -> Double {
        share.isNaN ? 0 : min(max(share, 0), 1)
    }
}
