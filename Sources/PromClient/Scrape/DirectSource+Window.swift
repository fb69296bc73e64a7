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
        let filled = progress.lazy.filter { $0.status?.failure == nil }
            .compactMap { $0.times.filled(of: window, before: moment) }.min()
        return filled.map { min(window, $0 + .milliseconds(1)) } ?? window
    }

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
