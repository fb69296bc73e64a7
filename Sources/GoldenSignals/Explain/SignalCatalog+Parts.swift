import PromModel
import PromQL

extension SignalCatalog {
    /// All requests with a latency, and those slower than a bucket's bound in seconds, both a second and by some labels;
    /// nil where no latency is measured.
    ///
    /// Of a bound that is none of the histogram's nothing is slow: the difference to no series is none. For a limit on
    /// the average, where there is no histogram, the time that was spent stands for the slow ones.
    func slowRate(
        by labels: [String],
        overSeconds bound: Double,
        on signal: Signal
    ) -> (all: String, slow: String)? {
        slowRate(bound, signal, wholeLatencies(by: labels)) { "sum by (\(PromQLName.labels(labels))) (\($0))" }
    }

    /// All requests with a latency, and those slower than a bucket's bound in seconds, both a second.
    func slowRate(overSeconds bound: Double, on signal: Signal) -> (all: String, slow: String)? {
        slowRate(bound, signal, wholeLatencies(by: grouping)) { "sum\(by)(\($0))" }
    }

    private func slowRate(
        _ bound: Double,
        _ signal: Signal,
        _ histograms: String?,
        _ sum: (String) -> String
    ) -> (all: String, slow: String)? {
        guard signal == .averageLatency else { return slowRate(bound, histograms, sum) }
        if let spent = profile.timeSpent {
            let all = sum(counter(spent.count).over("rate", window))
            return (all, timeTaken(sum(counter(spent.time).over("rate", window)), of: all, bound))
        }
        guard let latency = profile.latency, let (all, slow) = slowRate(bound, histograms, sum) else { return nil }
        return (all, "(\(slow) or \(timeTaken(sum(counter(of: latency, .sum).over("rate", window)), of: all, bound)))")
    }

    /// Time in units of twice the limit: at the limit one half of the requests, and never more than all of them.
    private func timeTaken(_ time: String, of all: String, _ limit: Double) -> String {
        let units = "\(time) / \(Self.boundText(2 * limit * unit.perSecond))"
        return "(\(units) < \(all) or \(all))"
    }

    private func slowRate(
        _ bound: Double,
        _ histograms: String?,
        _ sum: (String) -> String
    ) -> (all: String, slow: String)? {
        guard let latency = profile.latency else { return nil }
        let all = sum(counter(of: latency, .count).over("rate", window))
        let limit = bound * unit.perSecond
        if let histograms {
            return (all, "(\(all) * (1 - \(share(below: limit, of: histograms))))")
        }
        let bucket = series(latency, suffix: "_bucket", and: "le=\(Self.boundMatcher(limit))")
        return (all, "(\(all) - \(sum("rate(\(bucket)[\(window)])")))")
    }
}

extension [InstantValue] {
    /// The finite bounds of a histogram's buckets, in seconds, lowest first; `unit` is what it counts in.
    package func bucketBounds(unit: LatencyUnit) -> [Double] {
        let bounds = compactMap { Double($0.labels["le"]) }.filter(\.isFinite)
        return Set(bounds).map { $0 / unit.perSecond }.sorted()
    }
}

extension [Double] {
    /// The one that is nearest to a limit as a ratio; nil of none.
    package func nearest(to limit: Double) -> Double? {
        self.min { left, right in
            func distance(_ bound: Double) -> Double { bound > limit ? bound / limit : limit / bound }
            return distance(left) < distance(right)
        }
    }
}
