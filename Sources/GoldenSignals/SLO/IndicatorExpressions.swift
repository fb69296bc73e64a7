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

    /// Nil where the profile cannot tell the indicator.
    init?(_ indicator: ServiceLevelObjective.Indicator, of service: ServiceObjectives, window: String) {
        if case .expressions(let errors, let total) = indicator {
            let bad = errors.replacing("$window", with: window)
            let all = total.replacing("$window", with: window)
            // No bad event so far is zero of them, as long as there is something to count.
            self.errors = "(\(bad)) or 0 * (\(all))"
            self.total = all
            errorRatio = "((\(bad)) or 0 * (\(all))) / ((\(all)) > 0)"
            count = "(\(all)) * \(Self.seconds(window))"
            presence = all
            return
        }
        guard let profile = service.profile else { return nil }
        let catalog = SignalCatalog(
            profile: profile,
            selector: service.selector,
            targetSelector: nil,
            windowText: window,
            grouping: service.grouping
        )
        switch indicator {
        case .availability:
            guard let ratio = catalog.expression(for: .errorShare), let errorRate = catalog.errorRate else {
                return nil
            }
            (errorRatio, errors) = (ratio, errorRate)
            (total, count) = (catalog.requestRate, catalog.requestCount)
            presence = catalog.requestSeries
        case .latency(let seconds):
            guard let slow = catalog.slow(overSeconds: seconds) else { return nil }
            (errorRatio, errors) = (slow.share, slow.rate)
            (total, count) = (slow.total, slow.count)
            presence = slow.bucket
        case .expressions: return nil
        }
    }

    private static func seconds(_ window: String) -> String {
        let seconds = PromQLDuration.parse(window).map { $0 / .seconds(1) } ?? 0
        return seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
    }
}
