/// The expressions of the signals for one service: the only place where a signal is defined.
///
/// Screen, checks, rules and tests take their PromQL from here. Everything stays inside a small core of the language
/// (rate, sum by, histogram_quantile, `or`, comparison), which every server of the query API evaluates alike.
package struct SignalCatalog: Sendable, Equatable {
    /// How the service names its metrics.
    package let profile: MetricProfile
    /// Label matchers that select the service, without braces; empty for everything.
    package let selector: String
    /// The window of every rate, as PromQL writes it.
    package let window: String

    /// Expressions for a profile, a selector and a window.
    ///
    /// The window is rounded to whole milliseconds.
    package init(profile: MetricProfile, selector: String, window: Duration) {
        self.profile = profile
        self.selector = selector
        self.window = Self.durationText(window)
    }

    /// A signal's expression.
    ///
    /// For the saturation, the first resource's.
    package func expression(for signal: Signal) -> String {
        switch signal {
        case .requestRate: requestRate
        case .successShare: "1 - (\(errorRate)) / (\(requestRate) > 0)"
        case .errorShare: "(\(errorRate)) / (\(requestRate) > 0)"
        case .averageLatency: "\(rate("\(profile.latency)_sum")) / (\(rate("\(profile.latency)_count")) > 0)"
        case .p95Latency: quantile(0.95)
        case .p99Latency: quantile(0.99)
        case .saturation: saturation.first?.expression ?? ""
        }
    }

    /// Requests a second.
    package var requestRate: String { rate(profile.requests) }

    /// Failed requests a second.
    ///
    /// Zero, not absent, while requests are counted: a service without an error has 0 errors, a service that is gone
    /// has no number.
    package var errorRate: String {
        "\(rate(profile.requests, and: profile.errorMatcher)) or 0 * \(requestRate)"
    }

    /// How many requests the window holds: a ratio of few events decides nothing.
    package var requestCount: String { "sum(increase(\(profile.requests)\(braces())[\(window)]))" }

    /// Failures counted by each process since it started.
    package var errorTotals: String { "sum by (instance) (\(profile.requests)\(braces(and: profile.errorMatcher)))" }

    /// Requests counted by the service since it started.
    package var requestTotal: String { "sum(\(profile.requests)\(braces()))" }

    /// Failed requests a second, by route.
    package var errorRateByRoute: String {
        "sum by (\(profile.routeLabel)) (rate(\(profile.requests)\(braces(and: profile.errorMatcher))[\(window)]))"
    }

    /// Requests a second in each latency bucket, cumulative: tells whether a quantile is clipped.
    package var latencyBuckets: String { "sum by (le) (rate(\(profile.latency)_bucket\(braces())[\(window)]))" }

    /// Each resource's share in use.
    package var saturation: [MetricProfile.Resource] {
        profile.resources.map { resource in
            MetricProfile.Resource(
                name: resource.name,
                expression: resource.expression.replacing("{$selector}", with: braces()).replacing(
                    "$window",
                    with: window
                )
            )
        }
    }

    /// 1 for each fault that acts; nil where the service does not tell.
    package var activeFaults: String? { profile.faultGauge.map { "\($0)\(braces()) == 1" } }

    /// Each fault's share; nil where the service does not tell.
    package var faultShares: String? { profile.faultShareGauge.map { "\($0)\(braces())" } }

    /// When each process of the service started.
    package var processStart: String { "process_start_time_seconds\(braces())" }

    /// 1 for each target that answered its last scrape, 0 for each that did not.
    package var targetsUp: String { "up\(braces())" }

    private func quantile(_ rank: Double) -> String { "histogram_quantile(\(rank), \(latencyBuckets))" }

    private func rate(_ name: String, and matcher: String = "") -> String {
        "sum(rate(\(name)\(braces(and: matcher))[\(window)]))"
    }

    private func braces(and matcher: String = "") -> String {
        let matchers = [selector, matcher].filter { !$0.isEmpty }.joined(separator: ",")
        return matchers.isEmpty ? "" : "{\(matchers)}"
    }

    /// A duration in PromQL's notation: whole seconds where it is, else milliseconds; never below 1 ms.
    package static func durationText(_ duration: Duration) -> String {
        let milliseconds = max(1, Int64((duration / .milliseconds(1)).rounded()))
        return milliseconds.isMultiple(of: 1000) ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
    }
}
