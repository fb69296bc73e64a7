import GoldenSignals
import PromModel

/// What first values add to what is told by part of the traffic, while some are in the window.
extension PrometheusSource {
    private static let firstTimeout = Duration.seconds(2)

    /// The first values by some labels; none where nothing is new in the newest window.
    func askFirstParts(
        of chosen: Selection,
        by labels: [String],
        at point: SignalPoint?,
        within reach: Duration? = nil
    ) async -> FirstParts {
        let reach = reach ?? chosen.window
        let isNew = point.map { $0.firstRequests ?? 0 > 0 || $0.firstFailures ?? 0 > 0 } ?? false
        guard chosen.firstValuesNote == nil, let point, isNew || reach > chosen.window,
            let expression = chosen.catalog.firstValues(interval: chosen.scrapeInterval)
                .parts(within: reach, by: labels)
        else { return .none }
        let answer = try? await api.query(expression, at: point.at, timeout: Self.firstTimeout)
        return answer.map { FirstParts($0.value.values, window: reach) } ?? .none
    }

    /// Counts the failures of a breach whose beginning was just found: they were counted from when it was told.
    func recountFailures(of chosen: Selection, _ plan: RefreshSchedule.Plan) async -> Double? {
        guard let counted = countedOnset(through: plan.through, step: plan.step),
            let expression = chosen.queries.failures(within: counted)
        else { return nil }
        let answer = try? await api.query(expression, at: plan.through, timeout: Self.firstTimeout)
        return answer?.value.values.first?.value
    }
}
