import PromModel

extension SignalCatalog {
    /// All requests with a latency, and those slower than a bucket's bound in seconds, both a second and by some labels;
    /// nil without a histogram.
    ///
    /// Of a bound that is none of the histogram's nothing is slow: the difference to no series is none.
    func slowRate(by labels: [String], overSeconds bound: Double) -> (all: String, slow: String)? {
        guard let latency = profile.latency else { return nil }
        let names = labels.joined(separator: ", ")
        let rate = { (series: String) in "sum by (\(names)) (rate(\(series)[\(self.window)]))" }
        let all = rate(series(latency, suffix: "_count"))
        let quick = rate(series(latency, suffix: "_bucket", and: "le=\(Self.boundMatcher(bound * unit.perSecond))"))
        return (all, "(\(all) - \(quick))")
    }

    /// All requests with a latency, and those slower than a bucket's bound in seconds, both a second.
    func slowRate(overSeconds bound: Double) -> (all: String, slow: String)? {
        guard let latency = profile.latency else { return nil }
        let all = total("rate", series(latency, suffix: "_count"))
        let matcher = "le=\(Self.boundMatcher(bound * unit.perSecond))"
        return (all, "(\(all) - \(total("rate", series(latency, suffix: "_bucket", and: matcher))))")
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
