import GoldenSignals
import PromModel

extension PrometheusSource {
    /// Asks once a service for what its processes did before: growth and loops of restarts are told at once, not only
    /// when they have gone on for as long before the screen.
    ///
    /// It is worth less than the numbers: without an answer it is left at that.
    func askProcessPast(_ chosen: Selection, _ plan: RefreshSchedule.Plan) async -> ProcessPast? {
        guard plan.full == .first || plan.full == .sourceChange, processPastOf != selectionGeneration else {
            return nil
        }
        processPastOf = selectionGeneration
        return await processPast(of: chosen, span: plan.through - plan.from, through: plan.through)
    }

    /// How far back a moment of the past is looked at: loops of restarts are told by as much.
    static let restartReach = Duration.seconds(600)

    /// What the processes did in the time before a moment; nil where that is not answered.
    func processPast(of chosen: Selection, span: Duration, through moment: Timestamp) async -> ProcessPast? {
        let queries = ProcessPastQueries(
            chosen.catalog,
            span: span,
            scrape: chosen.scrapeInterval,
            through: moment,
            reachesBack: knowledge.dialect?.reachesBack ?? false,
            versions: knowledge.versionMetrics
        )
        guard let queries else { return nil }
        let api = api
        let answer = await Self.attempt { () async throws(APIFailure) in
            try await api.queryRange(
                queries.expression,
                from: queries.from,
                through: queries.through,
                step: queries.step,
                timeout: .seconds(2)
            )
        }
        guard case .success(let success) = answer else { return nil }
        note(success)
        return queries.past(success.value)
    }
}
