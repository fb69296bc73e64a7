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
        let requests = point?.requestCount
        return await increments(of: bad, chosen, detected: breach.found, after: breach.end) { queries in
            queries.stretches(of: breach, requests: requests, through: newest)
        }
    }
}
