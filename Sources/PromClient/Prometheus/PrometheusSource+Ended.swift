package import GoldenSignals
import PromModel

// A breach that was over before anybody counted is dated by its increments, as one under way is.
extension PrometheusSource {
    /// Notes the breach that is over and of which windows alone told when; nil where there is none.
    package func noteEnded(_ breach: EndedBreach?) { ended = EndedInquiry(breach, after: ended) }

    /// Asks once a breach for the increments by scrape around its onset and its end.
    func askEnded(_ chosen: Selection, through newest: Timestamp, _ point: SignalPoint?) async -> BreachTrace? {
        guard let breach = ended?.breach, ended?.isTraced == false,
            let bad = PartQueries.Bad(breaking: breach.limit, bounds: bucketBounds)
        else { return nil }
        ended?.isTraced = true
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
            for stretch in queries.stretches(of: breach, requests: point?.requestCount, through: newest) {
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
                // Another service may have come while it was under way.
                guard generation == selectionGeneration, case .success(let success) = answer else { return trace }
                note(success)
                series += success.value
            }
            let found = queries.trace(series, detected: breach.found, after: breach.end)
            trace = found
            // Of targets that answer every other scrape two scrapes in a row are never there.
            guard scrapes == 1, let answered = found.answered, answered < Self.mostlyAnswered else { break }
            scrapes = Int64(min(Self.mostScrapes, (1 / answered).rounded(.up)))
        }
        return trace
    }
}
