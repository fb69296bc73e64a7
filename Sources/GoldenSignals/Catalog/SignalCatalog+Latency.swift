import Detection
import PromModel
import PromQL

extension SignalCatalog {
    /// The mean latency in seconds; nil where none is measured.
    var averageLatency: String? {
        if let spent = profile.timeSpent {
            return "\(total("rate", counter(spent.time))) / (\(total("rate", counter(spent.count))) > 0)\(scale)"
        }
        if let probeDuration { return "\(probeDuration)\(scale)" }
        guard let latency = profile.latency else { return nil }
        let sum = total("rate", counter(of: latency, .sum))
        let count = total("rate", counter(of: latency, .count))
        return "\(sum) / (\(count) > 0)\(scale)"
    }

    /// A quantile of the latency in seconds, by the grouping; nil without a histogram.
    func quantile(_ rank: Double) -> String? { quantile(rank, by: grouping) }

    /// A quantile of the latency in seconds, by some labels; nil without a histogram.
    ///
    /// Where some series are kept whole and some as buckets it is that of the whole ones: the two do not add up.
    package func quantile(_ rank: Double, by labels: [String]) -> String? {
        guard profile.latency != nil else { return nil }
        let parts = [wholeLatencies(by: labels), latencyBuckets(by: labels)].compactMap { $0 }
            .map { "histogram_quantile(\(rank), \($0))" }
        let quantile = parts.joined(separator: " or ")
        return (parts.count > 1 && unit != .seconds ? "(\(quantile))" : quantile) + scale
    }

    /// Requests a second by latency: tells whether a quantile is clipped.
    ///
    /// As cumulative rates by `le`, or as one whole histogram.
    package var latencyBuckets: String? {
        let whole = wholeLatencies(by: grouping)
        if profile.storage == .ranged { return whole.map { "prometheus_buckets(\($0))" } }
        return whole ?? latencyBuckets(by: grouping)
    }

    /// The same, with a zero for each bound that is there and has no rate yet; nil without buckets.
    ///
    /// A bound that is spelled anew has no rate before its second sample, while those that did not change have one: the
    /// quantile is wrong from the first on.
    package var bucketsInSight: String? {
        guard let rates = latencyBuckets, let latency = profile.latency, hasBounds else {
            return latencyBuckets
        }
        let buckets = series(latency, suffix: "_bucket")
        return "\(rates) or 0 * sum by (\(PromQLName.labels(grouping + ["le"]))) (\(buckets))"
    }

    /// How many samples of each bound of the buckets the window holds; nil without buckets.
    ///
    /// A scrape brings all bounds of a process at once: where one has fewer samples than another they are not those of the
    /// same processes, or not of the same time, and their rates do not add up to a histogram.
    package var samplesByBound: String? {
        guard let latency = profile.latency, hasBounds else { return nil }
        let buckets = series(latency, suffix: "_bucket")
        return "sum by (\(PromQLName.labels(grouping + ["le"]))) (count_over_time(\(buckets)[\(window)]))"
    }

    /// How many series spell one of their bounds both ways within the window, such as `1` and `1.0`.
    ///
    /// Then the two parts of such a bucket lack what came between them, which the other buckets do not.
    package func respelledBounds(_ one: String, _ other: String) -> String? {
        guard let latency = profile.latency, hasBounds else { return nil }
        let counts = [one, other].map { text in
            let bucket = series(latency, suffix: "_bucket", and: "le=\(Labels.quoted(text))")
            return "label_replace(count_over_time(\(bucket)[\(window)]), \"le\", \"\", \"\", \"\")"
        }
        return "count(\(counts.joined(separator: " and ")))"
    }

    /// Whether there are series of buckets that tell how many lie below a bound.
    private var hasBounds: Bool { profile.storage.hasClassic && profile.storage != .ranged }

    /// The share of some whole latencies that lies below a bound, in the histogram's own unit.
    func share(below bound: Double, of histograms: String) -> String {
        let bound = Self.boundText(bound)
        return profile.storage == .ranged
            ? "histogram_share(\(bound), \(histograms))" : "histogram_fraction(-Inf, \(bound), \(histograms))"
    }

    /// The whole histograms of a second by some labels, or the ranges that make them; nil where none are kept.
    func wholeLatencies(by labels: [String], and matcher: String = "") -> String? {
        guard let latency = profile.latency else { return nil }
        if profile.storage == .ranged {
            let buckets = series(latency, suffix: "_bucket", and: matcher)
            return "sum by (\(PromQLName.labels(labels + [MetricFamily.rangeLabel]))) (rate(\(buckets)[\(window)]))"
        }
        guard profile.storage.hasNative else { return nil }
        let by = labels.isEmpty ? "" : " by (\(PromQLName.labels(labels))) "
        return "sum\(by)(rate(\(series(latency, and: matcher))[\(window)]))"
    }

    /// The buckets' rates by some labels; nil where none are kept.
    private func latencyBuckets(by labels: [String]) -> String? {
        guard let latency = profile.latency, hasBounds else { return nil }
        let buckets = series(latency, suffix: "_bucket")
        return "sum by (\(PromQLName.labels(labels + ["le"]))) (rate(\(buckets)[\(window)]))"
    }

    /// Latencies are told in seconds.
    private var scale: String {
        if unit == .seconds { return "" }
        return unit.perSecond > 1
            ? " / \(Int(unit.perSecond.rounded()))" : " * \(Int((1 / unit.perSecond).rounded()))"
    }
}
