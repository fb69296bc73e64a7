import Randomness

/// Says yes to a given share of calls: exact over time, at unpredictable places.
///
/// A coin toss drifts: 20 % of 1,000 tosses is 200 give or take 25, and a learner asks which number is wrong. Here
/// calls come in blocks of twenty; each block holds its exact quota of yeses in random order, and what does not
/// divide evenly is carried to the next block. After any n calls the count is within one block's quota of `share * n`.
package struct ExactShare: Sendable {
    private static let blockSize = 20

    /// The share of calls answered yes, 0 to 1.
    package let share: Double
    private var random: SeededRandom
    private var remaining: [Bool] = []
    private var carry = 0.0

    /// A share outside 0...1 is moved to its nearest bound; one that is not a number is 0.
    package init(share: Double, seed: UInt64) {
        self.share = share.isNaN ? 0 : min(max(share, 0), 1)
        random = SeededRandom(seed: seed)
    }

    /// The answer for the next call.
    package mutating func next() -> Bool {
        if let answer = remaining.popLast() { return answer }
        // The tiny addend keeps 0.2 * 20 from being counted as 3.999….
        let due = carry + share * Double(Self.blockSize) + 1e-9
        let quota = min(Self.blockSize, Int(due))
        carry = max(0, due - Double(quota) - 1e-9)
        remaining = (0..<Self.blockSize).map { $0 < quota }
        remaining.shuffle(using: &random)
        return remaining.popLast() ?? false
    }
}
