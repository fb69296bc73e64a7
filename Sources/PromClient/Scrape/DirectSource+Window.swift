import GoldenSignals
import PromModel

// Over which time the rates are.
extension DirectSource {
    /// How samples arrive, where they do so more seldom or later than the polls come.
    struct Pace {
        /// Between two samples of the slowest target.
        let cadence: Duration
        /// How old a sample is when it arrives.
        let lag: Duration
    }

    /// A target that has brought nothing new for longer does not hold the others back.
    private static let longestHold = Duration.seconds(60)

    /// A sample may be so much older than its poll and still be of it.
    static let punctual = Duration.milliseconds(1500)

    /// The window that is asked for, or four samples of the slowest target where these take longer.
    var wantedWindow: Duration {
        guard let cadence = pace?.cadence, cadence > interval * 3 / 2 else { return window }
        // On whole seconds, so that it does not change with each poll.
        let seconds = (cadence * SampleTimes.fewestIntervals).milliseconds / 1000 + 1
        return max(window, .seconds(seconds))
    }

    /// The window as far as the samples of every target that answers fill it.
    ///
    /// A rate over a longer one would be too low. It is longer than the time between its samples by a millisecond, as a
    /// sample at its very start is no part of it. A target with a single sample has no rate yet, and shortens nothing.
    func filledWindow(of window: Duration, before moment: Timestamp) -> Duration {
        let answering = progress.lazy.filter { $0.status?.failure == nil }
        let filled = answering.compactMap { $0.times.filled(of: window, before: moment) }.min()
        // What came before a process began anew is no rate of it.
        return filled.map { min(window, $0 + .milliseconds(1)) }
            ?? (answering.contains { $0.times.isYoung } ? .milliseconds(1) : window)
    }

    /// Up to when the requests of every target are known; nil where none are.
    ///
    /// Where the newest samples are of a while ago, the rates are those of then. A target whose pages take long holds the
    /// others back, since what all of them bring is added up: at the newest sample of another it would be told too low.
    func newestOfAll(at moment: Timestamp) -> Timestamp? {
        let answering = progress.filter { $0.status?.failure == nil && $0.times.newest != nil }
        let current = answering.filter { progress in
            guard let newest = progress.times.newest, let scrape = progress.status?.scrapedAt else { return false }
            let hasOwnTimes = progress.stampLag != nil || progress.times.areRenewals
            return (hasOwnTimes || scrape - newest <= Self.punctual) && moment - newest <= Self.longestHold + stampLag
        }
        return current.compactMap(\.times.newest).min() ?? answering.compactMap(\.times.newest).max()
    }

    /// Whether newer samples than those of a moment are there, or under way, or are only written now and then: a page that
    /// answers with the same ones again and again has stopped.
    func isHeld(at moment: Timestamp) -> Bool {
        progress.contains { $0.scrape != nil || $0.times.areRenewals || ($0.times.newest.map { $0 > moment } ?? false) }
    }

    /// A target that answers, whose requests are not counted yet; nil where there is none.
    var uncountedTarget: String? {
        let known = zip(targets, progress).filter { $1.status?.failure == nil && $1.times.newest != nil }
        guard known.contains(where: { $1.times.cadence != nil }) else { return nil }
        return known.first { $1.times.cadence == nil }?.0.instance
    }

    /// Takes the renewals of a page that is written anew at intervals for its samples; false where it is none.
    ///
    /// In between nothing new is known: neither that nothing was asked, nor that nothing failed.
    func followRenewals(
        of index: Int,
        _ catalog: SignalCatalog,
        at moment: Timestamp
    ) async throws(QueryFailure) -> Bool {
        // What stamps its samples tells by itself when they are of.
        guard progress[index].stampLag == nil else { return false }
        if let change = progress[index].stillness.uncounted {
            let name = targets[index].labels["instance"]
            var totals: [Double] = []
            for instant in [change - .milliseconds(1), change] {
                let values = try await engine.instant(catalog.requestTotals, at: instant)
                totals.append(values.first { $0.labels["instance"] == name }?.value ?? 0)
            }
            // The first ones at all came with their series, at any time.
            progress[index].stillness.noteRequests(totals[0] > 0 ? totals[1] - totals[0] : 0)
        }
        let renewals = progress[index].stillness.renewals(at: moment)
        guard !renewals.isEmpty else {
            progress[index].times.unfollow()
            return false
        }
        progress[index].times.follow(renewals: renewals)
        return true
    }

    /// Takes the rounds in which all parts of a page have come to a new sample for its samples; false where its parts are
    /// not stamped apart.
    func followRounds(
        of index: Int,
        _ catalog: SignalCatalog,
        at moment: Timestamp
    ) async throws(QueryFailure) -> Bool {
        guard progress[index].stampLag != nil else { return false }
        let name = targets[index].labels["instance"]
        var newest: [Labels: Timestamp] = [:]
        for value in try await engine.instant(catalog.newestSamplesOfParts, at: moment)
        where value.labels["instance"] == name && value.value.isFinite {
            newest[value.labels] = Timestamp(seconds: value.value)
        }
        guard newest.count > 1 else { return false }
        for end in progress[index].rounds.completed(by: newest) {
            progress[index].times.note(end, at: moment, retention: retention * 2)
        }
        return true
    }

    /// Whether a window is as long as it will get: whole renewals fill it, and four of them are enough.
    func isFull(_ filled: Duration) -> Bool {
        progress.contains { progress in
            guard progress.times.areRenewals, let cadence = progress.times.cadence else { return false }
            // Polls see a renewal up to one of them late.
            return filled + cadence / 2 >= cadence * SampleTimes.fewestIntervals && filled + cadence >= window
        }
    }

    /// Between two samples of the slowest target, at least a millisecond.
    var step: Duration { max(interval, pace?.cadence ?? .zero, .milliseconds(1)) }

    /// How the samples arrive; nil where each comes with its poll.
    var pace: Pace? {
        let answering = progress.filter { $0.status?.failure == nil && $0.times.newest != nil }
        let cadence = answering.compactMap(\.times.cadence).max()
        let lag = answering.map(\.times.arrivalLag).max() ?? .zero
        let isLate = lag > max(interval, Self.punctual)
        guard isLate || (cadence ?? .zero) > interval * 3 / 2 else { return nil }
        // Before the second sample nobody knows when it will come.
        return Pace(cadence: cadence ?? max(interval, .seconds(15)), lag: lag)
    }
}
