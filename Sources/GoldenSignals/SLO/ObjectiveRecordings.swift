import PromQL

/// The series that the generated rules record for an objective: their only names.
package struct ObjectiveRecordings: Sendable, Equatable {
    private let identifier: String

    /// Those of one objective of a service.
    package init(_ objective: ServiceLevelObjective, of service: ServiceObjectives) {
        identifier = service.identifier(of: objective)
    }

    /// The metric of the share of bad events over a window.
    package static func errorRatioMetric(_ window: Duration) -> String {
        "slo:sli_error:ratio_rate\(PromQLDuration.format(window))"
    }

    /// The metric of the events within a window.
    package static func eventsMetric(_ window: Duration) -> String {
        "slo:sli_events:increase\(PromQLDuration.format(window))"
    }

    /// The metric of the share of the period's budget that is left.
    package static let budgetLeftMetric = "slo:period_error_budget_remaining:ratio"

    /// The labels that pick the objective's series.
    package var selector: String { "{slo=\"\(identifier)\"}" }

    /// The series of the share of bad events over a window.
    package func errorRatio(_ window: Duration) -> String { Self.errorRatioMetric(window) + selector }

    /// The series of the events within a window.
    package func events(_ window: Duration) -> String { Self.eventsMetric(window) + selector }

    /// A series by the labels that objectives are kept apart by, and its rule's own.
    package func merged(_ series: String) -> String { "max without (window) (\(series))" }
}
