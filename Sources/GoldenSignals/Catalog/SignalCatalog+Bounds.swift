import PromQL

// Whole histograms that got other bounds.
extension SignalCatalog {
    /// A rate reaches over less than the window, and is told for all of it: by no more than so many times.
    private static let extrapolation = 1.6
    /// Of fewer requests nothing is said.
    private static let few = 20

    /// How many whole histograms a window holds of two kinds, whose rates are none; nil where none are stored.
    ///
    /// A server compares them bucket by bucket: what got another bound, and counts on as before, has no rate in one
    /// window, and all that it ever counted in the next. How much they count is compared as numbers, looked at once
    /// `each`.
    func changedBounds(each interval: Duration) -> String? {
        guard let latency = profile.latency else { return nil }
        let base = MetricProfile.Metric(name: latency.name, matchers: latency.matchers)
        guard let series = counter(of: base, .count).histograms else { return nil }
        let count = { (vector: String) in "histogram_count(\(vector))" }
        let risen = "\(count(series)) - \(count("\(series) offset \(window)"))"
        let lost = "(\(risen) > 0 unless \(count("rate(\(series)[\(window)])")))"
        let most = "\(Self.extrapolation) * (\(risen) >= 0) + \(Self.few)"
        let anew = "resets(\(count(series))[\(window):\(Self.durationText(interval))]) > 0"
        let burst = "(\(count("increase(\(series)[\(window)])")) > \(most) unless (\(anew)))"
        return "count\(by)(\(lost) or \(burst))"
    }

    /// The signals that are made of those histograms.
    var histogramSignals: [Signal] {
        let latencies: [Signal] = [.averageLatency, .p95Latency, .p99Latency]
        return requests.histograms == nil ? latencies : [.requestRate, .successShare, .errorShare] + latencies
    }
}
