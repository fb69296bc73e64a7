import Diagnosis

/// Between what a share can lie, given its counts: the exact bounds of Clopper and Pearson.
///
/// Source: C. Clopper and E. S. Pearson, "The Use of Confidence or Fiducial Limits", Biometrika 26 (1934). They hold
/// at least as often as they say, however few the counts.
package enum ShareInterval {
    /// The share that lies below the true one except with the probability `risk`.
    package static func lowerBound(bad: Double, of requests: Double, risk: Double) -> Double {
        let bad = min(bad, requests).rounded()
        guard bad > 0 else { return 0 }
        // Where the true share is the bound, so many or more are as seldom as the risk.
        return bisect(from: 0, to: bad / requests.rounded()) { share in
            BinomialTail.probability(of: bad, orMoreAmong: requests, share: share) < risk
        }
    }

    /// The share that lies above the true one except with the probability `risk`.
    package static func upperBound(bad: Double, of requests: Double, risk: Double) -> Double {
        guard requests.rounded() > 0 else { return 1 }
        return 1 - lowerBound(bad: requests.rounded() - min(bad, requests).rounded(), of: requests, risk: risk)
    }

    /// The largest value up to which a condition holds that holds below it and not above.
    private static func bisect(from low: Double, to high: Double, where holds: (Double) -> Bool) -> Double {
        var (low, high) = (low, high)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if holds(middle) { low = middle } else { high = middle }
        }
        return low
    }
}
