import PromQL

/// The expressions of the signals for one service: the only place where a signal is defined.
///
/// Screen, checks, rules and tests take their PromQL from here. Everything stays inside a small core of the language
/// (rate, sum by, histogram_quantile, `or`, comparison), which every server of the query API evaluates alike. Of
/// histograms that are stored whole the functions for them are asked: only servers that store such have any.
package struct SignalCatalog: Sendable, Equatable {
    /// How the service names its metrics.
    package private(set) var profile: MetricProfile
    /// Label matchers that select the service, without braces; empty for everything.
    package private(set) var selector: String
    /// Label matchers that select its targets: their own series carry fewer labels than the requests may.
    package let targetSelector: String
    /// The labels that tell its targets apart, which their own series and those of their pages carry.
    package internal(set) var targetLabels = SignalCatalog.usualTargetLabels
    /// The window of every rate, as PromQL writes it.
    package private(set) var window: String
    /// The window in seconds where a rate is the increase divided by it; nil where it is the server's own.
    private(set) var rateSeconds: String?
    /// The window's length as a text; nil where somebody else puts it in.
    private(set) var windowSeconds: String?
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
        windowSeconds = Self.seconds(window)
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

    /// The same expressions for a source that keeps histograms another way.
    package func stored(_ storage: HistogramStorage) -> SignalCatalog {
        var other = self
        other.profile.storage = storage
        return other
    }

    /// The same expressions over another window.
    package func with(window: Duration) -> SignalCatalog {
        var other = self
        other.window = Self.durationText(window)
        other.windowSeconds = Self.seconds(window)
        if rateSeconds != nil { other.rateSeconds = Self.seconds(window) }
        return other
    }

    /// The same expressions of the series that further matchers pick.
    package func selecting(_ matchers: String) -> SignalCatalog {
        var other = self
        other.selector = [selector, matchers].filter { !$0.isEmpty }.joined(separator: ",")
        return other
    }

    /// The whole expressions of all signals that the service can tell.
    package var expressions: [Signal: String] {
        var expressions: [Signal: String] = [:]
        for signal in Signal.allCases { expressions[signal] = whole(signal) }
        return expressions
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

    /// A signal's expression, of the requests that were answered; nil where the service cannot tell it.
    package func expression(for signal: Signal) -> String? {
        switch signal {
        // Probes are nobody's requests.
        case .requestRate: profile.isProbed ? nil : requestRate
        case .successShare: errorRate.map { "1 - (\($0)) / (\(requestRate) > 0)" }
        case .errorShare: errorRate.map { "(\($0)) / (\(requestRate) > 0)" }
        case .averageLatency: averageLatency
        case .p95Latency: quantile(0.95)
        case .p99Latency: quantile(0.99)
        case .saturation: saturation
        }
    }

    /// Requests a second.
    package var requestRate: String {
        profile.isProbed ? probes(by: by) : sumOfRequests { "sum\(by)(\(rate($0)))" }
    }

    /// Failed requests a second; nil where the metric carries no status.
    ///
    /// Zero, not absent, while requests are counted: a service without an error has 0 errors, a service that is gone
    /// has no number.
    package var errorRate: String? {
        profile.isProbed
            ? failedProbes(by: by)
            : sumOfFailures({ "sum\(by)(\($0.kept(rate($0.counter))))" }, or: requestRate)
    }

    /// How many requests the window holds: a ratio of few events decides nothing.
    package var requestCount: String {
        profile.isProbed ? probeCount : sumOfRequests { "sum\(by)(\(increase($0)))" }
    }

    /// Failures counted by each process since it started.
    package var errorTotals: String? {
        let totals = { (failure: Failure) in "sum \(byProcess) (\(failure.kept(failure.counter.values)))" }
        guard failures.count > 1 else { return failures.first.map(totals) }
        return sumOfFailures(totals, or: requestTotals)
    }

    /// Requests counted by each process since it started.
    package var requestTotals: String { sumOfRequests { "sum \(byProcess) (\($0.values))" } }

    /// Requests counted by the service since it started.
    package var requestTotal: String { sumOfRequests { "sum(\($0.values))" } }

    /// The series that requests are counted in.
    package var requestSeries: String { requests.series }

    /// The value of each of them: of whole histograms how many they count.
    var requestValues: String { requests.values }

    /// One of the series that requests are counted in.
    package var oneOfTheRequests: String { "topk(1, \(requests.values))" }

    /// When the newest sample of the requests was scraped, in seconds.
    package var newestSample: String { "max(\(requests.timestamps))" }

    /// When the newest sample of the requests of each target is of, in seconds.
    package var newestSamples: String { "max by (instance) (\(requests.timestamps))" }

    /// The same of each instance that a page passes on.
    package var newestSamplesOfParts: String {
        "max by (instance, exported_instance, exported_job) (\(requests.timestamps))"
    }

    /// Failed requests a second, by some labels; nil where the metric carries no status.
    package func errorRate(by labels: [String]) -> String? {
        if profile.isProbed { return failedProbes(by: " by (\(PromQLName.labels(labels))) ") }
        let rate = { (failure: Failure) in
            "sum by (\(PromQLName.labels(labels))) (\(failure.kept(self.rate(failure.counter))))"
        }
        guard failures.count > 1 else { return failures.first.map(rate) }
        return sumOfFailures(rate, or: requestRate(by: labels))
    }

    /// Requests a second, by some labels.
    package func requestRate(by labels: [String]) -> String {
        if profile.isProbed { return probes(by: " by (\(PromQLName.labels(labels))) ") }
        return sumOfRequests { "sum by (\(PromQLName.labels(labels))) (\(rate($0)))" }
    }

    /// 1 for each fault that acts; nil where the service does not tell.
    package var activeFaults: String? {
        profile.faults.map { "\(PromQLName.selector($0.active, [selector])) == 1" }
    }

    /// Each fault's share; nil where the service does not tell.
    package var faultShares: String? { profile.faults?.share.map { PromQLName.selector($0, [selector]) } }

    /// Each resource's share in use, the fullest process of the service, with the label ``tagLabel`` naming it.
    package var saturation: String? { saturation(by: by) }

    /// The same for each value of some labels.
    package func saturation(by labels: [String]) -> String? {
        saturation(by: " by (\(PromQLName.labels(labels))) ")
    }

    private func saturation(by: String) -> String? {
        let shares = profile.resources.map { resource in
            let expression = resource.expression.replacing("{$target}", with: Self.braces(targetSelector))
                .replacing("{$target,", with: targetSelector.isEmpty ? "{" : "{\(targetSelector),")
                .replacing("$window", with: window)
            return Self.tagged("max\(by)(\(expression))", as: Self.resourcePrefix + resource.name)
        }
        return shares.isEmpty ? nil : shares.joined(separator: " or ")
    }

    var by: String { grouping.isEmpty ? "" : " by (\(PromQLName.labels(grouping))) " }

    /// What a counter of the service comes to over the window, by the grouping.
    func total(_ function: String, _ counter: Counter) -> String {
        "sum\(by)(\(counter.over(function, window)))"
    }

    /// The counter of requests.
    var requests: Counter { counter(profile.requests) }

    /// The sum over all counters of requests, each zero where it is absent while another is there.
    private func sumOfRequests(_ expression: (Counter) -> String) -> String {
        let parts = ([profile.requests] + profile.moreRequests).map { expression(counter($0)) }
        guard parts.count > 1 else { return parts.first ?? "" }
        let sums = parts.indices.map { index in
            let others = parts.indices.filter { $0 != index }.map { "0 * \(parts[$0])" }
            return "(\(([parts[index]] + others).joined(separator: " or ")))"
        }
        return "(\(sums.joined(separator: " + ")))"
    }

    /// The counters of failed requests.
    var failures: [Failure] {
        profile.failures.map { metric in
            let counter = counter(metric)
            return Failure(counter: counter, condition: metric.isUnlessTimed ? isUntimed(counter) : nil)
        }
    }

    /// A counter of failed requests with all its matchers, and where it counts.
    struct Failure {
        let counter: Counter
        /// What follows a vector of its series to leave out those that something else counts; nil for none.
        let condition: String?

        /// What counts of a vector made of its series.
        func kept(_ vector: String) -> String { condition.map { "\(vector) \($0)" } ?? vector }
    }

    /// Where the requests of a counter are not in the latency histogram: there it lacks as many as were counted.
    ///
    /// Requests that are not answered yet make the difference larger, never smaller.
    private func isUntimed(_ counter: Counter) -> String {
        let labels = PromQLName.labels(["job", "instance"] + [profile.routeLabel].compactMap { $0 })
        let sum = { (vector: String) in "sum by (\(labels)) (\(vector))" }
        let requests = sum(self.requests.values)
        let counted = profile.latency.map { self.counter(of: $0, .count).values } ?? self.requests.values
        let timed = "(\(sum(counted)) or 0 * \(requests))"
        return "and on (\(labels)) (\(sum(counter.values)) <= \(requests) - \(timed))"
    }

    /// The sum over all counters of failures, each zero where it is absent while `total` is there.
    private func sumOfFailures(_ expression: (Failure) -> String, or total: String) -> String? {
        let parts = failures.map { "\(expression($0)) or 0 * \(total)" }
        guard parts.count > 1 else { return parts.first }
        return parts.map { "(\($0))" }.joined(separator: " + ")
    }

    /// A metric's series of this service, without the hidden routes.
    func series(_ metric: MetricProfile.Metric, suffix: String = "", and matcher: String = "") -> String {
        PromQLName.selector(
            metric.name + suffix,
            [selector, metric.matchers, profile.hiddenRoutesMatcher, matcher]
        )
    }

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
