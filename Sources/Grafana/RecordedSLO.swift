/// What the recording rules of SLOs left.
///
/// Windows are part of the names: they are matched, not written, so that the dashboard fits every SLO. What is constant
/// (objective, budget, period) carries no label but the SLO's; what is measured carries those of the service too.
enum RecordedSLO {
    private static let slo = "slo=~\"$slo\""
    private static let service = "\(slo),job=~\"$job\",namespace=~\"$namespace\""

    /// The objective of each SLO, 0 to 1.
    static let objective = "slo:objective:ratio{\(slo)}"

    /// The objective that a service's success share is to keep.
    static let availabilityObjective = "slo:objective:ratio{slo=~\"${job}-availability\"}"

    /// The time that the error budget is for, in seconds.
    static let period = "slo:period:seconds{\(slo)}"

    /// The part of the error budget that is left, below 0 where it is overspent.
    static let budgetRemaining = "slo:period_error_budget_remaining:ratio{\(service)}"

    /// How fast the budget is spent now: 1 spends all of it within the period.
    static let burnRate = "slo:current_burn_rate:ratio{\(service)}"

    /// The failing share of the events, by window.
    static let errorRatios = byWindow("slo:sli_error:ratio_rate")

    /// The events in each window.
    static let events = byWindow("slo:sli_events:increase")

    /// How fast the budget is spent, by window.
    static let burnRates = "\(errorRatios) / on (slo) group_left () max by (slo) (slo:error_budget:ratio{\(slo)})"

    /// When the budget is gone at the present pace, in seconds from now; 0 where it is gone, nothing while none is
    /// spent.
    static let timeToExhaustion =
        "clamp_min(\(budgetRemaining), 0) * on (slo) group_left () max by (slo) (\(period)) / (\(burnRate) > 0)"

    /// The alerts of the SLOs that fire.
    static let firingAlerts = "ALERTS{alertstate=\"firing\",\(service)}"

    /// The choices of an SLO dashboard.
    static let variables = [
        Variable(name: "slo", label: "SLO", query: "label_values(slo:objective:ratio, slo)", all: ".*"),
        Variable(name: "namespace", label: "Namespace", query: labels("namespace", of: slo), all: ".*"),
        Variable(name: "job", label: "Job", query: labels("job", of: "\(slo),namespace=~\"$namespace\""), all: nil),
    ]

    private static func byWindow(_ name: String) -> String { "{__name__=~\"\(name).+\",\(service)}" }

    /// Those of the events: they are counted without traffic too.
    private static func labels(_ label: String, of matchers: String) -> String {
        "label_values({__name__=~\"slo:sli_events:increase.+\",\(matchers)}, \(label))"
    }
}
