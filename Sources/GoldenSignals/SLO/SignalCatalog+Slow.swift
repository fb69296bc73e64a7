import PromModel
import PromQL

extension SignalCatalog {
    /// Of the requests that did not fail those slower than a bound in seconds; nil without a histogram.
    ///
    /// A failed request is left out: that it failed fast is no merit, that it failed late is counted as a failure
    /// already.
    func slowRequests(overSeconds bound: Double) -> IndicatorExpressions? {
        guard let latency = profile.latency else { return nil }
        let answered = counter(of: latency, .count, and: answeredMatcher)
        let total = total("rate", answered)
        let count = self.total("increase", answered)
        if let histograms = wholeLatencies(by: grouping, and: answeredMatcher) {
            return slowRequests(histograms, overBound: bound * unit.perSecond, total, count, answered.series)
        }
        return slowRequests(latency, overBound: bound * unit.perSecond, total, count)
    }

    /// By buckets: exact where the bound is one of the histogram's, else there is no bucket and no number.
    private func slowRequests(
        _ latency: MetricProfile.Metric,
        overBound bound: Double,
        _ total: String,
        _ count: String
    ) -> IndicatorExpressions {
        let quick = "le=\(Self.boundMatcher(bound))"
        let matchers = [answeredMatcher, quick].filter { !$0.isEmpty }.joined(separator: ",")
        let bucket = series(latency, suffix: "_bucket", and: matchers)
        let fast = self.total(
            "rate",
            Counter(numbers: bucket, histograms: nil, part: .count, isChanged: false)
        )
        return IndicatorExpressions(
            errorRatio: "1 - \(fast) / (\(total) > 0)",
            errors: "\(total) - \(fast)",
            total: total,
            count: count,
            presence: bucket
        )
    }

    /// By whole histograms: exact where the bound is one of the histogram's, else interpolated within its bucket.
    ///
    /// Without a request the fraction is no number, which would spoil every sum of the errors.
    private func slowRequests(
        _ histograms: String,
        overBound bound: Double,
        _ total: String,
        _ count: String,
        _ presence: String
    ) -> IndicatorExpressions {
        let fast = share(below: bound, of: histograms)
        return IndicatorExpressions(
            errorRatio: "1 - (\(fast) and \(total) > 0)",
            errors: "(\(total) > 0) * (1 - \(fast)) or \(total) == 0",
            total: total,
            count: count,
            presence: presence
        )
    }

    /// The matcher that leaves failed requests out; it lets series without a status pass.
    private var answeredMatcher: String {
        guard let statusLabel = profile.statusLabel, let failed = profile.failures.first,
            let matcher = MetricProfile.conditions(failed.matchers).first(where: { matcher in
                // What all requests are chosen by tells no failure from the rest.
                matcher.name == statusLabel && !MetricProfile.conditions(profile.requests.matchers).contains(matcher)
                    && matcher.value != ""
            })
        else { return "" }
        let (label, value) = (PromQLName.label(statusLabel), Labels.quoted(matcher.value))
        switch matcher.operation {
        case .equal: return "\(label)!=\(value)"
        case .matches: return "\(label)!~\(value)"
        case .notEqual: return "\(label)=\(value)"
        case .doesNotMatch: return "\(label)=~\(value)"
        }
    }

    /// A bound as label values spell it: `1` is `1.0` in Prometheus 3 and in OpenMetrics.
    static func boundMatcher(_ bound: Double) -> String {
        let text = boundText(bound)
        return text.contains(".") ? "\"\(text)\"" : "~\"\(text)|\(text)\\\\.0\""
    }

    /// A bound without a superfluous fraction.
    static func boundText(_ bound: Double) -> String {
        let tidied = (bound * 1e9).rounded() / 1e9
        return tidied == tidied.rounded() && tidied < 1e15 ? String(Int(tidied)) : String(tidied)
    }
}
