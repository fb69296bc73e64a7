package import PromQL

extension SignalCatalog {
    /// Of the requests that did not fail those slower than a bound in seconds; nil without a histogram.
    ///
    /// Exact where the bound is one of the histogram's, else there is no bucket and no number. A failed request is left
    /// out: that it failed fast is no merit, that it failed late is counted as a failure already.
    func slowRequests(overSeconds bound: Double) -> IndicatorExpressions? {
        guard let latency = profile.latency else { return nil }
        let quick = "le=\(Self.boundMatcher(bound * unit.perSecond))"
        let bucket = series(
            latency,
            suffix: "_bucket",
            and: [answeredMatcher, quick].filter { !$0.isEmpty }.joined(separator: ",")
        )
        let all = series(latency, suffix: "_count", and: answeredMatcher)
        let fast = total("rate", bucket)
        let total = total("rate", all)
        return IndicatorExpressions(
            errorRatio: "1 - \(fast) / (\(total) > 0)",
            errors: "\(total) - \(fast)",
            total: total,
            count: self.total("increase", all),
            presence: bucket
        )
    }

    /// The matcher that leaves failed requests out; it lets series without a status pass.
    private var answeredMatcher: String {
        guard let statusLabel = profile.statusLabel, let failed = profile.failures.first,
            let matcher = Self.conditions(failed.matchers).first(where: { matcher in
                // What all requests are chosen by tells no failure from the rest.
                matcher.name == statusLabel && !Self.conditions(profile.requests.matchers).contains(matcher)
                    && matcher.value != ""
            })
        else { return "" }
        switch matcher.operation {
        case .equal: return "\(statusLabel)!=\"\(matcher.value)\""
        case .matches: return "\(statusLabel)!~\"\(matcher.value)\""
        case .notEqual: return "\(statusLabel)=\"\(matcher.value)\""
        case .doesNotMatch: return "\(statusLabel)=~\"\(matcher.value)\""
        }
    }

    /// The conditions of a text such as `job="a",status=~"5.."`; none where it is no list of them.
    package static func conditions(_ matchers: String) -> [LabelMatcher] {
        guard let expression = try? PromQLParser.parse("x{\(matchers)}"), case .selector(let selector) = expression
        else {
            return []
        }
        return selector.matchers.filter { $0.name != "__name__" }
    }

    /// A bound as label values spell it: `1` is `1.0` in Prometheus 3 and in OpenMetrics.
    private static func boundMatcher(_ bound: Double) -> String {
        let text = boundText(bound)
        return text.contains(".") ? "\"\(text)\"" : "~\"\(text)|\(text)\\\\.0\""
    }

    /// A bound without a superfluous fraction.
    static func boundText(_ bound: Double) -> String {
        let tidied = (bound * 1e9).rounded() / 1e9
        return tidied == tidied.rounded() && tidied < 1e15 ? String(Int(tidied)) : String(tidied)
    }
}
