import GoldenSignals
import PromModel

// Counters that a program writes anew at intervals: rates over few of them waver, whatever comes.
extension PrometheusSource {
    /// So far back is looked how often counters moved.
    private static let renewalReach = Duration.seconds(300)

    /// Notes whether the counters of the service move more seldom than they are scraped.
    func reviseRenewals() async {
        guard let chosen = selection else { return }
        let note = await renewal(
            chosen.match,
            chosen.catalog,
            interval: chosen.scrapeInterval,
            window: chosen.window
        )
        guard selection?.match == chosen.match, selection?.window == chosen.window else { return }
        selection?.renewal = note
    }

    /// How far apart the moments are at which counters move, where that is more seldom than they are scraped; else nil.
    func renewal(
        _ match: ServiceMatch,
        _ catalog: SignalCatalog,
        interval: Duration,
        window: Duration
    ) async -> Duration? {
        guard standIn == nil, !match.profile.isProbed, match.requestSeries > 0,
            match.requestSeries <= Self.mostForFirstValues,
            let question = catalog.renewals(
                within: max(Self.renewalReach, interval * Self.scrapesInWindow * 4),
                interval: interval
            ),
            let answer = try? await vector(question),
            let renewal = SignalCatalog.renewal(from: answer, interval: interval)
        else { return nil }
        return renewal
    }

    /// How much a rate may be off: by one renewal more or less in its window.
    static func note(renewal: Duration, window: Duration) -> String {
        let seconds = Int(renewal.inSeconds.rounded())
        let share = Int((100 * renewal.inSeconds / window.inSeconds).rounded())
        let text = SignalCatalog.durationText(window)
        return
            "the counters move each \(seconds) s only, while requests come: a rate over \(text) may be \(share) % off"
    }
}
