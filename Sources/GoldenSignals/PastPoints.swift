package import PromModel

/// The points of a stretch of the past, as a source answered them.
package struct PastPoints: Sendable, Equatable {
    /// Which stretch.
    package let stretch: Stretch
    /// The points, oldest first.
    package var points: [SignalPoint] = []
    /// How latencies spread at moments of the stretch, where that was asked for.
    package var spreads: [Timestamp: LatencySpread] = [:]
    /// The window of their rates: that of the source, or a step where steps are longer.
    package var window = Duration.zero
    /// Why they are not known; nil where they are.
    package var failure: String?

    /// A stretch of time to be told.
    package struct Stretch: Sendable, Hashable {
        /// What it is asked for.
        package enum Purpose: Sendable, Hashable {
            /// To be looked at.
            case shown
            /// To be compared with what is looked at.
            case compared
            /// To see how latencies spread.
            case spread
        }

        /// What for.
        package let purpose: Purpose
        /// The first moment.
        package let from: Timestamp
        /// The last moment.
        package let through: Timestamp
        /// About how many points are wanted.
        package let count: Int

        /// Memberwise.
        package init(_ purpose: Purpose, from: Timestamp, through: Timestamp, count: Int) {
            self.purpose = purpose
            self.from = from
            self.through = through
            self.count = count
        }

        /// Between two points: a multiple of `unit` that brings no more points than are wanted.
        package func step(of unit: Duration) -> Duration {
            let grid = max(1, unit.milliseconds)
            let wanted = (through - from).milliseconds / Int64(max(1, count))
            return .milliseconds(max(1, (wanted + grid - 1) / grid) * grid)
        }
    }

    /// Nothing known yet of a stretch.
    package init(_ stretch: Stretch) { self.stretch = stretch }

    /// Between two of the points.
    package var step: Duration {
        let gaps = zip(points, points.dropFirst()).map { $1.at - $0.at }
        return gaps.min() ?? .zero
    }
}
