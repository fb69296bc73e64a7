package import GoldenSignals
import PromModel

// A breach that is over, dated by what the store still holds of it.
extension DirectSource {
    /// Notes the breach that is over and of which windows alone told when; nil where there is none.
    package func noteEnded(_ breach: EndedBreach?) { ended = EndedInquiry(breach, after: ended) }

    /// Looks once a breach that is over at the increments by scrape around it, as far as they are kept.
    func traceEnded(
        _ catalog: SignalCatalog,
        _ window: Duration,
        at moment: Timestamp
    ) async throws(QueryFailure) -> BreachTrace? {
        guard let breach = ended?.breach, ended?.isTraced == false else { return nil }
        ended?.isTraced = true
        if let buckets = catalog.latencyBuckets {
            bucketBounds = try await engine.instant(buckets, at: moment).bucketBounds(unit: catalog.unit)
        }
        guard let bad = PartQueries.Bad(breaking: breach.limit, bounds: bucketBounds) else { return nil }
        let step = step
        let queries = BreachTraceQueries(catalog: catalog, bad: bad, step: step, window: window)
        guard let expression = queries.expression else { return nil }
        let first = max(queries.start(of: breach.found), moment - retention)
        let steps = max(0, (moment - first).milliseconds / step.milliseconds)
        let answer = try await engine.range(expression, from: moment - step * steps, through: moment, step: step)
        return queries.trace(answer, detected: breach.found, after: breach.end)
    }
}
