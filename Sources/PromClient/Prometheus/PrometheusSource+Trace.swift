import GoldenSignals
import PromModel

// What a breach is about, by scrape: of one under way and of one that is over alike.
extension PrometheusSource {
    /// The increments by scrape over some stretches; nil where they cannot be asked for, or are not answered.
    ///
    /// Asked for a second time, over several scrapes each, where targets answer too few of them. What is known by then
    /// stays where another service, or, of one under way since `onset`, another breach has come meanwhile.
    func increments(
        of bad: PartQueries.Bad,
        _ chosen: Selection,
        detected: Timestamp,
        after end: Timestamp?,
        since onset: Timestamp? = nil,
        over stretches: @Sendable (BreachTraceQueries) -> [ClosedRange<Timestamp>]
    ) async -> BreachTrace? {
        let generation = selectionGeneration
        var trace: BreachTrace?
        var scrapes: Int64 = 1
        while true {
            let queries = BreachTraceQueries(
                catalog: chosen.catalog,
                bad: bad,
                step: max(chosen.scrapeInterval, .seconds(1)) * scrapes,
                window: chosen.window,
                addsFirstValues: chosen.firstValuesNote == nil
            )
            guard let expression = queries.expression else { return nil }
            var series: [Series] = []
            for stretch in stretches(queries) {
                let (api, step) = (api, queries.step)
                let answer = await Self.attempt { () async throws(APIFailure) in
                    try await api.queryRange(
                        expression,
                        from: stretch.lowerBound,
                        through: stretch.upperBound,
                        step: step,
                        timeout: Self.inquiryTimeout
                    )
                }
                guard generation == selectionGeneration, onset == nil || self.onset == onset,
                    case .success(let success) = answer
                else { return trace }
                note(success)
                series += success.value
            }
            let found = queries.trace(series, detected: detected, after: end)
            trace = found
            // Of targets that answer every other scrape two scrapes in a row are never there.
            guard scrapes == 1, let answered = found.answered, answered < Self.mostlyAnswered else { break }
            scrapes = Int64(min(Self.mostScrapes, (1 / answered).rounded(.up)))
        }
        return trace
    }
}
