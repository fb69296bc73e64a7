import PromModel
import PromQL

/// The expressions of an indicator over one window.
///
/// Those by profile are the catalogue's: alerts and screen cannot disagree.
package struct IndicatorExpressions: Sendable, Equatable {
    /// The share of bad events; no sample without events.
    package let errorRatio: String
    /// Bad events a second.
    package let errors: String
    /// All events a second.
    package let total: String
    /// All events within the window.
    package let count: String
    /// A vector that is empty where what the indicator counts is not there; then it has no number.
    package let presence: String
}

extension IndicatorExpressions {
    /// Nil where the profile cannot tell the indicator.
    init?(_ indicator: ServiceLevelObjective.Indicator, of service: ServiceObjectives, window: Duration) {
        let range = PromQLDuration.format(window)
        let catalog = service.profile.map {
            SignalCatalog(
                profile: $0,
                selector: service.selector,
                targetSelector: nil,
                windowText: range,
                grouping: service.grouping
            )
        }
        switch indicator {
        case .availability:
            guard let catalog, let ratio = catalog.whole(.errorShare), let errors = catalog.failedRate else {
                return nil
            }
            self.init(
                errorRatio: ratio,
                errors: errors,
                total: catalog.askedRate,
                count: catalog.askedCount,
                presence: catalog.requestSeries
            )
        case .latency(let seconds):
            guard let slow = catalog?.slowRequests(overSeconds: seconds) else { return nil }
            self = slow
        case .recorded: return nil
        case .expressions(let errors, let total):
            let all = total.replacing("$window", with: range)
            // No bad event so far is zero of them, as long as there is something to count.
            let bad = "(\(errors.replacing("$window", with: range))) or 0 * (\(all))"
            self.init(
                errorRatio: "(\(bad)) / ((\(all)) > 0)",
                errors: bad,
                total: all,
                count: "(\(all)) * \(NumberText.format(window / .seconds(1)))",
                presence: all
            )
        }
    }
}
