package import GoldenSignals
package import PromModel

/// An earlier time that the charts are compared with: how it was an hour, a day or a week before.
package struct Comparison: Sendable, Equatable {
    /// How much earlier.
    package let offset: Duration
    /// Its points, moved on by the offset: each stands where what it is compared with stands.
    package private(set) var history = SignalHistory()
    /// Between two of its points.
    package private(set) var step = Duration.zero
    /// The stretch that is being asked for.
    package var asked: PastPoints.Stretch?
    /// Up to which of the compared moments it was asked for; nil before it was.
    package private(set) var known: Range<Timestamp>?

    /// The distances that a key goes through.
    package static let offsets: [Duration] = [.seconds(3600), .seconds(86_400), .seconds(604_800)]

    /// Nothing known yet of what was so much earlier.
    package init(offset: Duration) { self.offset = offset }

    /// Takes points of the past for the compared moments of a range.
    package mutating func take(_ points: [SignalPoint], step: Duration, for range: Range<Timestamp>) {
        var moved = SignalHistory()
        moved.replace(with: points.map { $0.moved(by: offset) })
        (history, self.step, known) = (moved, step, range)
    }

    /// What each signal was at the moment that a moment is compared with.
    package func baselines(at moment: Timestamp) -> [Signal: Baseline] {
        let reach = max(step, .seconds(1))
        guard let point = history.points(from: moment - reach * 2).last(where: { $0.at <= moment }) else { return [:] }
        return Baseline.all(of: point.snapshot(window: step))
    }

    /// The distance in a word: `1h`, `1d`, `1w`.
    package var word: String {
        switch offset {
        case .seconds(86_400): "1d"
        case .seconds(604_800): "1w"
        default: "1h"
        }
    }
}
