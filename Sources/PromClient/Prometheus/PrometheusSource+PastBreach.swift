package import GoldenSignals
import PromModel

// What is asked about a breach that was under way at a moment of the past, or had just ended.
extension PrometheusSource {
    /// When it began, as nearly as the scrapes tell, and who had what was bad at the moment that is looked at; of one that
    /// was over by then when it ended.
    ///
    /// Another source asks: nothing that is known of the breach of now changes.
    package func inquire(into breach: PastBreach) async -> PastInquiry {
        guard let chosen = selection else { return PastInquiry(of: breach) }
        let then = sourceOfThen(at: breach.moment, options)
        await then.adopt(chosen, knowing: knowledge, bucketBounds)
        return await then.asked(about: breach)
    }

    /// Another source of the same server, to which a moment is now.
    func sourceOfThen(at moment: Timestamp, _ options: Options) -> PrometheusSource {
        PrometheusSource(
            api: api.asked(at: moment),
            options: options,
            scraper: scraper,
            plain: plain,
            now: { moment },
            random: random,
            monotonic: monotonic
        )
    }

    private func adopt(_ chosen: Selection, knowing known: Knowledge, _ bounds: [Double]) {
        (selection, knowledge, bucketBounds) = (chosen, known, bounds)
    }

    /// So long a trace of a breach of the past may be where nothing asks for more.
    private static let longestTrace = Duration.seconds(900)

    private func asked(about breach: PastBreach) async -> PastInquiry {
        var found = PastInquiry(of: breach)
        guard let chosen = selection else { return found }
        if let until = breach.until {
            noteEnded(
                EndedBreach(
                    found: breach.found,
                    until: until,
                    step: breach.step,
                    after: breach.end,
                    of: breach.limit
                )
            )
            found.ended = await askEnded(chosen, through: breach.moment, breach.point)
            return found
        }
        await noteOnset(breach.found, isObserved: breach.isObserved, after: breach.end, of: breach.limit)
        // Up to the moment, so that it tells whether the breach was over by then.
        let reach = max(chosen.window * 2, breach.step * 2, Self.longestTrace)
        found.trace = await askTrace(
            chosen,
            through: min(breach.moment, breach.found + reach),
            breach.point,
            reaching: breach.step
        )
        let counted = breach.limit.signal == .errorShare && breach.isObserved
        (found.parts, found.failures) = await askParts(
            chosen,
            at: breach.moment,
            breach.point,
            counting: counted ? countedOnset(through: breach.moment, step: chosen.scrapeInterval) : nil
        )
        return found
    }
}
