/// The objectives of one service, and what rules made of them need to know.
package struct ServiceObjectives: Sendable, Equatable {
    /// The service's name: one word.
    package var service: String
    /// How it names its metrics; needed for indicators by profile.
    package var profile: MetricProfile?
    /// Label matchers that select it, without braces.
    package var selector: String
    /// Label matchers that select its targets: their own series carry fewer labels than the requests may.
    package var targetSelector: String
    /// The labels by which the numbers are kept apart; an alert carries them.
    package var grouping = ["namespace", "job"]
    /// The objectives, in the file's order.
    package var objectives: [ServiceLevelObjective] = []
    /// How often the rules are evaluated; nil for Prometheus's own interval.
    package var interval: Duration?
    /// How long metrics may be missing before that is an alert.
    package var absentFor = Duration.seconds(300)
    /// How long Prometheus keeps samples; nil where nobody said.
    package var retention: Duration?
    /// Where the runbooks are, without a slash at the end; nil for none.
    package var runbooks: String?
    /// Labels of every alert beside those of the rules.
    package var labels: [String: String] = [:]

    /// Objectives of a service that its labels select.
    package init(service: String, selector: String) {
        self.service = service
        self.selector = selector
        targetSelector = selector
    }

    /// What Prometheus keeps where it is not told otherwise.
    package static let usualRetention = Duration.seconds(15 * 86_400)

    /// The labels of ``grouping`` that targets carry, too.
    package var targetGrouping: [String] {
        grouping.filter { ["cluster", "namespace", "service", "job"].contains($0) }
    }

    /// What tells an objective from those of other services: the value of the label `slo`.
    package func identifier(of objective: ServiceLevelObjective) -> String { "\(service)-\(objective.name)" }

    /// A bound of the latency histogram as its label spells it; nil without a histogram.
    package func bucketBound(seconds: Double) -> String? {
        guard let profile, profile.latency != nil else { return nil }
        return SignalCatalog.boundText(seconds * (profile.knownLatencyUnit ?? .seconds).perSecond)
    }

    /// An objective's expressions over a window; nil where the profile cannot tell it.
    package func indicator(_ objective: ServiceLevelObjective, window: Duration) -> IndicatorExpressions? {
        IndicatorExpressions(objective.indicator, of: self, window: window)
    }
}
