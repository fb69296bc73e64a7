import GoldenSignals
import PromModel

// Samples that bear times of their own, as those of a federation or of an exporter that passes on what it read.
extension PrometheusSource {
    /// A sample may be so much older than its scrape and still be of it.
    private static let punctual = Duration.milliseconds(1500)

    /// So many scrapes may pass without a sample before it is doubted that there will be more.
    private static let mostMissed = 2

    /// How much older the samples of a service may be than their scrapes, in whole scrapes; nil where they are of them.
    ///
    /// Told by the facts of a refresh, and only while every target answers: what a target that is down left behind ages
    /// too. Of services whose targets are not listed a sample is late when it is older than the time between two.
    /// Windows that end now would lack just the samples that have not come: they have to end so much earlier.
    func lateness(in facts: [InstantValue], of chosen: Selection) -> Duration? {
        let seen = chosen.queries.snapshot(
            at: serverNow,
            window: chosen.window,
            points: [],
            facts: facts,
            explanation: []
        )
        guard let newest = seen.newestSample, seen.targetsUp == seen.targetsTotal else { return nil }
        let isListed = !targets(of: chosen.match.service).isEmpty
        // A target of several may have come between the others' scrapes.
        let reference = isListed ? seen.scrapes.values.max() : serverNow
        guard let reference, reference - newest > chosen.scrapeInterval + Self.punctual else { return nil }
        let late = reference - newest - (isListed ? .zero : chosen.scrapeInterval)
        // What is pushed and far behind may as well have ended: only new samples tell that it goes on.
        if !isListed, late > chosen.scrapeInterval * Self.mostMissed {
            guard let seen = chosen.newestSample, newest > seen else { return nil }
        }
        // They need not come evenly: up to another scrape later is as late.
        let interval = max(1, chosen.scrapeInterval.milliseconds)
        return .milliseconds((late.milliseconds / interval + 1) * interval)
    }

    /// Asks about so much earlier from now on, where samples are late and that was not known; whether it was not.
    func followLateness(in facts: [InstantValue], of chosen: Selection) -> Bool {
        guard chosen.lateness == nil, let late = lateness(in: facts, of: chosen) else { return false }
        selection?.lateness = late
        // What was asked before ends at moments that are still to come.
        selection?.schedule.invalidate(.sourceChange)
        return true
    }
}
