package import Diagnosis
import GoldenSignals
package import PromModel

extension SignalHistory {
    /// The share of 4xx at each point that tells it, the oldest first.
    var clientErrorShares: [(at: Timestamp, share: Double)] {
        points.compactMap { point in point.clientErrorShare.map { (at: point.at, share: $0) } }
    }

    /// Since when traffic has been as unusual as it is now.
    package struct Departure: Sendable, Equatable {
        /// The first moment that is known of it.
        package let at: Timestamp
        /// It was so at the first point already.
        package let isOlderThanData: Bool
    }

    /// Since when the traffic has been as low or as high as it is now, by the points; nil where that began with the newest.
    ///
    /// A whole window without a request had its last one before it.
    package func departure(
        of kind: TrafficChange.Kind,
        usual: Double,
        now: Double,
        window: Duration
    ) -> Departure? {
        let isSo: (SignalPoint) -> Bool
        switch kind {
        case .stopped, .fell:
            let most = max(now * 2, usual * 0.2)
            isSo = { ($0[.requestRate] ?? .infinity) <= most }
        case .rose:
            let least = max(now / 2, usual * 4)
            isSo = { ($0[.requestRate] ?? 0) >= least }
        case .low: isSo = { ($0[.requestRate] ?? .infinity) < usual }
        }
        let run = points.reversed().prefix(while: isSo)
        guard run.count >= 2, let first = run.last else { return nil }
        let lastIdle = kind == .rose || kind == .low ? nil : run.last { $0.isIdle }
        return Departure(at: lastIdle.map { $0.at - window } ?? first.at, isOlderThanData: run.count == points.count)
    }
}
