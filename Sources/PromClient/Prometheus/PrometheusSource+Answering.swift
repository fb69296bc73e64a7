import GoldenSignals
import PromModel
import PromQL

// Who answers behind an address, where no start time says so.
extension PrometheusSource {
    /// How far back is looked.
    private static let answeringReach = Duration.seconds(600)
    /// More samples than this are not read with each poll.
    private static let mostAnswered = 6000.0
    /// What is asked in addition must not hold up the refresh.
    private static let answeringTimeout = Duration.seconds(2)

    /// Looks through the samples of the requests of instances that tell no start time; nil where all do, and where there
    /// are too many of them.
    func askWhoAnswers(
        _ chosen: Selection,
        _ facts: [InstantValue],
        through moment: Timestamp
    ) async -> StoredProcesses? {
        let unstarted = RefreshQueries.unstarted(in: facts)
        let scrapes = Self.answeringReach / max(chosen.shortestInterval, .seconds(1))
        guard !unstarted.isEmpty, Double(chosen.match.requestSeries) * scrapes <= Self.mostAnswered,
            let expression = chosen.catalog.requestSamples(within: Self.answeringReach)
        else { return nil }
        let api = api
        let answer = await Self.attempt { () async throws(APIFailure) in
            try await api.query(expression, at: moment, timeout: Self.answeringTimeout)
        }
        guard case .success(let success) = answer, case .matrix(let series) = success.value.result else { return nil }
        note(success)
        return StoredProcesses(series, of: unstarted, over: chosen.window)
    }
}
