/// The expressions of the signals for one service: the only place where a signal is defined.
///
/// Screen, checks, rules and tests take their PromQL from here. Everything stays inside a small core of the language
/// (rate, sum by, histogram_quantile, `or`, comparison), which every server of the query API evaluates alike.
package struct SignalCatalog: Sendable, Equatable {
    /// How the service names its metrics.
    package let profile: MetricProfile
    /// Label matchers that select the service, without braces; empty for everything.
    package let selector: String
    /// Label matchers that select its targets: their own series carry fewer labels than the requests may.
    package let targetSelector: String
    /// The window of every rate, as PromQL writes it.
    package private(set) var window: String
    /// The window in seconds where a rate is the increase divided by it; nil where it is the server's own.
    private var rateSeconds: String?
    /// Labels by which everything is split; none for one service.
    package let grouping: [String]
    /// What the latency histogram counts in.
    package let unit: LatencyUnit

    /// Expressions for a profile, a selector and a window.
    ///
    /// The window is rounded to whole milliseconds. Without a unit the profile's counts, then the one that the
    /// metric's name says, then seconds.
    package init(
        profile: MetricProfile,
        selector: String,
        targetSelector: String? = nil,
        window: Duration,
        grouping: [String] = [],
        unit: LatencyUnit? = nil
    ) {
        self.init(
            profile: profile,
            selector: selector,
            targetSelector: targetSelector,
            windowText: Self.durationText(window),
            grouping: grouping,
            unit: unit
        )
    }

    /// Expressions whose window is already a text: a duration, or what somebody else puts one in the place of.
    init(
        profile: MetricProfile,
        selector: String,
        targetSelector: String?,
        windowText: String,
        grouping: [String] = [],
        unit: LatencyUnit? = nil
    ) {
        self.profile = profile
        self.selector = selector
        self.targetSelector = targetSelector ?? selector
        window = windowText
        self.grouping = grouping
        self.unit = unit ?? profile.knownLatencyUnit ?? .seconds
    }

    /// The same expressions over another window.
    package func with(window: Duration) -> SignalCatalog {
        var other = self
        other.window = Self.durationText(window)
        if rateSeconds != nil { other.rateSeconds = Self.seconds(window) }
        return other
    }

    /// The same expressions for a server whose `rate` is the slope between samples, however little of the window they
    /// cover: where a label is changed, the old series and the new one would each have all of the traffic.
    ///
    /// Its rates are increases over the window, of which each has its part.
    package func dividingIncreases(by window: Duration) -> SignalCatalog {
        var other = self
        other.rateSeconds = Self.seconds(window)
        return other
    }

    /// What a series of a counter gains a second.
    private func rate(_ series: String) -> String {
        rateSeconds.map { "increase(\(series)[\(window)]) / \($0)" } ?? "rate(\(series)[\(window)])"
    }

    /// A signal's expression; nil where the service cannot tell it.
    package func expression(for signal: Signal) -> String? {
        switch signal {
        case .requestRate: requestRate
        case .successShare: errorRate.map { "1 - (\($0)) / (\(requestRate) > 0)" }
        case .errorShare: errorRate.map { "(\($0)) / (\(requestRate) > 0)" }
        case .averageLatency: averageLatency
        case .p95Latency: quantile(0.95)
        case .p99Latency: quantile(0.99)
        case .saturation: saturation
        }
    }

    /// Requests a second.
    package var requestRate: String { "sum\(by)(\(rate(requestSeries)))" }

    /// Failed requests a second; nil where the metric carries no status.
    ///
    /// Zero, not absent, while requests are counted: a service without an error has 0 errors, a service that is gone
    /// has no number.
    package var errorRate: String? {
        sumOfFailures({ "sum\(by)(\($0.kept(rate($0.series))))" }, or: requestRate)
    }

    /// How many requests the window holds: a ratio of few events decides nothing.
    package var requestCount: String { total("increase", requestSeries) }

    /// Failures counted by each process since it started.
    package var errorTotals: String? {
        let totals = { (vector: String) in "sum by (instance) (\(vector))" }
        guard failures.count > 1 else { return failures.first.map { totals($0.kept($0.series)) } }
        return sumOfFailures({ totals($0.kept($0.series)) }, or: totals(requestSeries))
    }

    /// Requests counted by the service since it started.
    package var requestTotal: String { "sum(\(requestSeries))" }

    /// The series that requests are counted in.
    package var requestSeries: String { series(profile.requests) }

    /// When the newest sample of the requests was scraped, in seconds.
    package var newestSample: String { "max(timestamp(\(requestSeries)))" }

    /// When the newest sample of the requests of each target is of, in seconds.
    package var newestSamples: String { "max by (instance) (timestamp(\(requestSeries)))" }

    /// Failed requests a second, by some labels; nil where the metric carries no status.
    package func errorRate(by labels: [String]) -> String? {
        let rate = { (failure: Failure) in
            "sum by (\(labels.joined(separator: ", "))) (\(failure.kept(self.rate(failure.series))))"
        }
        guard failures.count > 1 else { return failures.first.map(rate) }
        return sumOfFailures(rate, or: requestRate(by: labels))
    }

    /// Requests a second, by some labels.
    package func requestRate(by labels: [String]) -> String {
        "sum by (\(labels.joined(separator: ", "))) (\(rate(requestSeries)))"
    }

    /// A quantile of the latency in seconds, by some labels; nil without a histogram.
    package func quantile(_ rank: Double, by labels: [String]) -> String? {
        durations("_bucket").map { buckets in
            let names = (labels + ["le"]).joined(separator: ", ")
            return "histogram_quantile(\(rank), sum by (\(names)) (rate(\(buckets)[\(window)])))\(scale)"
        }
    }

    /// Requests a second in each latency bucket, cumulative: tells whether a quantile is clipped.
    package var latencyBuckets: String? {
        durations("_bucket").map { "sum by (\((grouping + ["le"]).joined(separator: ", "))) (rate(\($0)[\(window)]))" }
    }

    /// 1 for each fault that acts; nil where the service does not tell.
    package var activeFaults: String? { profile.faults.map { "\($0.active)\(Self.braces(selector)) == 1" } }

    /// Each fault's share; nil where the service does not tell.
    package var faultShares: String? { profile.faults?.share.map { "\($0)\(Self.braces(selector))" } }

    /// Each resource's share in use, the fullest process of the service, with the label ``tagLabel`` naming it.
    package var saturation: String? {
        let shares = profile.resources.map { resource in
            let expression = resource.expression.replacing("{$target}", with: Self.braces(targetSelector))
                .replacing("$window", with: window)
            return Self.tagged("max\(by)(\(expression))", as: Self.resourcePrefix + resource.name)
        }
        return shares.isEmpty ? nil : shares.joined(separator: " or ")
    }

    private var averageLatency: String? {
        guard let sum = durations("_sum"), let count = durations("_count") else { return nil }
        return "\(total("rate", sum)) / (\(total("rate", count)) > 0)\(scale)"
    }

    private func quantile(_ rank: Double) -> String? {
        latencyBuckets.map { "histogram_quantile(\(rank), \($0))\(scale)" }
    }

    /// Latencies are told in seconds.
    private var scale: String { unit == .seconds ? "" : " / \(Int(unit.perSecond))" }

    var by: String { grouping.isEmpty ? "" : " by (\(grouping.joined(separator: ", "))) " }

    func total(_ function: String, _ series: String) -> String {
        "sum\(by)(\(function)(\(series)[\(window)]))"
    }

    /// The counters of failed requests.
    var failures: [Failure] {
        profile.failures.map { Failure(series: series($0), condition: $0.isUnlessTimed ? isUntimed(series($0)) : nil) }
    }

    /// A counter of failed requests with all its matchers, and where it counts.
    struct Failure {
        let series: String
        /// What follows a vector of its series to leave out those that something else counts; nil for none.
        let condition: String?

        /// What counts of a vector made of its series.
        func kept(_ vector: String) -> String { condition.map { "\(vector) \($0)" } ?? vector }
    }

    /// Where the requests of a counter are not in the latency histogram: there it lacks as many as were counted.
    ///
    /// Requests that are not answered yet make the difference larger, never smaller.
    private func isUntimed(_ counter: String) -> String {
        let labels = (["job", "instance"] + [profile.routeLabel].compactMap { $0 }).joined(separator: ", ")
        let sum = { (series: String) in "sum by (\(labels)) (\(series))" }
        let requests = sum(requestSeries)
        let timed = "(\(sum(durations("_count") ?? requestSeries)) or 0 * \(requests))"
        return "and on (\(labels)) (\(sum(counter)) <= \(requests) - \(timed))"
    }

    /// The sum over all counters of failures, each zero where it is absent while `total` is there.
    private func sumOfFailures(_ expression: (Failure) -> String, or total: String) -> String? {
        let parts = failures.map { "\(expression($0)) or 0 * \(total)" }
        guard parts.count > 1 else { return parts.first }
        return parts.map { "(\($0))" }.joined(separator: " + ")
    }

    /// A metric's series of this service, without the hidden routes.
    func series(_ metric: MetricProfile.Metric, suffix: String = "", and matcher: String = "") -> String {
        metric.name + suffix + Self.braces(selector, metric.matchers, profile.hiddenRoutesMatcher, matcher)
    }

    /// A series of the latency histogram with all its matchers; nil without one.
    func durations(_ suffix: String) -> String? { profile.latency.map { series($0, suffix: suffix) } }

    static func braces(_ matchers: String...) -> String {
        let present = matchers.filter { !$0.isEmpty }.joined(separator: ",")
        return present.isEmpty ? "" : "{\(present)}"
    }

    /// A duration in PromQL's notation: whole seconds where it is, else milliseconds; never below 1 ms.
    package static func durationText(_ duration: Duration) -> String {
        let milliseconds = max(1, Int64((duration / .milliseconds(1)).rounded()))
        return milliseconds.isMultiple(of: 1000) ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
    }
}
