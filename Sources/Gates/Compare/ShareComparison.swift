package import Diagnosis

/// Whether the share of bad requests of one group differs from that of another, and whether that matters.
///
/// Requests are taken to fail independently of each other; where they fail in bursts it is called different too often.
package struct ShareComparison: Sendable, Equatable {
    /// What can be said.
    package enum Outcome: String, Sendable, CaseIterable {
        /// B has fewer bad ones than A.
        case better
        /// B has at most the tolerated share more than A.
        case alike
        /// B has more bad ones than A.
        case worse
        /// Too few requests: neither a difference nor that there is none is shown.
        case cannotTell
    }

    /// What is known to be well.
    package let a: ShareCounts
    /// What is judged.
    package let b: ShareCounts
    /// What can be said.
    package let outcome: Outcome
    /// How likely a difference like this, in either direction, is where both are alike.
    package let probability: Double
    /// The share of requests that B has more bad ones than A at most, except with the probability of half the level.
    package let mostIncrease: Double
    /// The share that B has more bad ones at least, in the same sense; negative where it may have fewer.
    package let leastIncrease: Double
    /// The increase that is tolerated.
    package let tolerance: Double

    /// Compares the counts of two groups.
    ///
    /// A difference is called one where Fisher's exact test finds it at `level` (both directions together). That B is
    /// not worse is shown where the upper bound of its share, less the lower one of A's, is at most `tolerance`; each
    /// of the two bounds fails with a quarter of the level, so that together they fail with at most half of it.
    package init(a: ShareCounts, b: ShareCounts, level: Double, tolerance: Double) {
        self.a = a
        self.b = b
        self.tolerance = tolerance
        let (total, bad) = (a.requests.rounded() + b.requests.rounded(), a.bad.rounded() + b.bad.rounded())
        let moreInB = HypergeometricTail.probability(
            of: b.bad,
            orMoreAmong: b.requests,
            outOf: total,
            ofWhichBad: bad
        )
        let moreInA = HypergeometricTail.probability(
            of: a.bad,
            orMoreAmong: a.requests,
            outOf: total,
            ofWhichBad: bad
        )
        probability = min(1, 2 * min(moreInA, moreInB))
        let risk = level / 4
        mostIncrease =
            ShareInterval.upperBound(bad: b.bad, of: b.requests, risk: risk)
            - ShareInterval.lowerBound(bad: a.bad, of: a.requests, risk: risk)
        leastIncrease =
            ShareInterval.lowerBound(bad: b.bad, of: b.requests, risk: risk)
            - ShareInterval.upperBound(bad: a.bad, of: a.requests, risk: risk)
        if a.requests.rounded() < 1 || b.requests.rounded() < 1 {
            outcome = .cannotTell
        } else if moreInB < level / 2 {
            outcome = .worse
        } else if moreInA < level / 2 {
            outcome = .better
        } else {
            outcome = mostIncrease <= tolerance ? .alike : .cannotTell
        }
    }

    /// Whether it may go on: 0 not worse, 1 worse by no more than is tolerated, 2 worse, 3 cannot be told.
    package var status: CheckStatus {
        switch outcome {
        case .better, .alike: .ok
        case .worse: mostIncrease <= tolerance ? .warning : .critical
        case .cannotTell: .unknown
        }
    }
}
