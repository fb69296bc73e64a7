import GoldenSignals
import PromModel

extension PrometheusSource {
    /// Asks once a service for what each instance and each route had of the requests: one that is left out is told by a
    /// single look, and by one that began after it was.
    ///
    /// It is worth less than the numbers: without an answer it is left at that.
    func askRequestPast(_ chosen: Selection, _ plan: RefreshSchedule.Plan) async -> RequestPast? {
        guard plan.full == .first || plan.full == .sourceChange, requestPastOf != selectionGeneration else {
            return nil
        }
        requestPastOf = selectionGeneration
        guard let (past, answer) = await requestPast(chosen, through: plan.through) else { return nil }
        note(answer)
        return past
    }

    /// The same up to a moment, whose cost is none of a poll's; nil where it was not answered.
    func requestPast(
        _ chosen: Selection,
        through moment: Timestamp
    ) async -> (past: RequestPast, answer: APIAnswer<[Series]>)? {
        let queries = RequestPastQueries(chosen.catalog, window: chosen.window, through: moment)
        guard let queries else { return nil }
        let api = api
        let answer = await Self.attempt { () async throws(APIFailure) in
            try await api.queryRange(
                queries.expression,
                from: queries.from,
                through: queries.through,
                step: queries.step,
                timeout: Self.inquiryTimeout
            )
        }
        guard case .success(let success) = answer else { return nil }
        return (queries.past(success.value), success)
    }
}
