import Diagnosis

/// Requests by latency: how many were answered within each bound.
package struct LatencyCounts: Sendable, Equatable {
    /// All of them.
    package let requests: Double
    /// How many took at most so many seconds, by the bound.
    package let within: [Double: Double]
    /// How long it took to count them.
    package let length: Duration

    /// Memberwise.
    package init(requests: Double, within: [Double: Double], length: Duration) {
        self.requests = requests
        self.within = within
        self.length = length
    }

    /// Those slower than a bound; nil where nobody counted by it.
    func slower(than bound: Double) -> ShareCounts? {
        within[bound].map { ShareCounts(requests: requests, bad: max(0, requests - $0), length: length) }
    }
}

/// Whether the latencies of one group are distributed as those of another: at each bound of their histograms.
///
/// At each bound the shares of the slower requests are compared by Fisher's exact test, at the level divided by the
/// number of bounds, so that all of them together call equal ones different no more often than the level says.
///
/// Source: C. E. Bonferroni's inequality, as in O. J. Dunn, "Multiple Comparisons Among Means", Journal of the American
/// Statistical Association 56 (1961).
package struct LatencyComparison: Sendable, Equatable {
    /// The bound at which they differ most, in seconds.
    package let bound: Double
    /// What is to be said there.
    package let share: ShareComparison
    /// What is to be said over all bounds.
    package let outcome: ShareComparison.Outcome
    /// As ``ShareComparison/status``.
    package let status: CheckStatus

    /// Nil where the two have no bound in common.
    package init?(a: LatencyCounts, b: LatencyCounts, level: Double, tolerance: Double) {
        let bounds = a.within.keys.filter { $0.isFinite && b.within[$0] != nil }.sorted()
        guard !bounds.isEmpty else { return nil }
        let each = bounds.compactMap { bound -> (bound: Double, share: ShareComparison)? in
            guard let slowInA = a.slower(than: bound), let slowInB = b.slower(than: bound) else { return nil }
            let part = level / Double(bounds.count)
            return (bound, ShareComparison(a: slowInA, b: slowInB, level: part, tolerance: tolerance))
        }
        let worse = each.filter { $0.share.outcome == .worse }
        let better = each.filter { $0.share.outcome == .better }
        let isAlike = each.allSatisfy { $0.share.mostIncrease <= tolerance }
        // What is surely worse by most; else what leaves most room for it.
        let telling =
            worse.max { $0.share.leastIncrease < $1.share.leastIncrease }
            ?? better.min { $0.share.mostIncrease < $1.share.mostIncrease }
            ?? each.max { $0.share.mostIncrease < $1.share.mostIncrease }
        guard let telling else { return nil }
        (bound, share) = telling
        if !worse.isEmpty {
            outcome = .worse
            status = isAlike ? .warning : .critical
        } else if isAlike {
            outcome = better.isEmpty ? .alike : .better
            status = .ok
        } else {
            // Faster at one bound says nothing about the others.
            outcome = .cannotTell
            status = .unknown
        }
    }
}
