package import GoldenSignals
package import PromModel

/// What a signal was like before: the median of the shown span before the onset of the breach.
///
/// Windows that samples do not fill, and numbers of few requests, are nothing to compare with.
package enum Baseline: Sendable, Equatable {
    /// Nothing was seen before.
    case none
    /// There was no traffic for most of the time.
    case idle
    /// The median.
    case value(Double)

    /// The baseline of each signal, from the points before `onset`; without an onset from those before the last window.
    ///
    /// Stretches that are no usual ones are left out, as long as anything is left: breaches that are over.
    package static func all(
        in history: SignalHistory,
        before onset: Timestamp?,
        leavingOut breaches: [ClosedRange<Timestamp>] = [],
        window: Duration
    ) -> [Signal: Baseline] {
        guard let newest = history.points.last?.at else { return [:] }
        // Rates look back over a window: the newest points still hold what is now.
        let end = onset ?? newest - window
        let known = history.points.prefix { $0.at < end }.filter { !$0.isPartial }
        let calm = known.filter { point in !breaches.contains { $0.contains(point.at) } }
        let points = calm.isEmpty ? known : calm
        guard !points.isEmpty else { return [:] }
        let idleCount = points.count { $0.isIdle }
        var result: [Signal: Baseline] = [:]
        for signal in Signal.allCases {
            if signal != .saturation, idleCount * 2 > points.count {
                result[signal] = .idle
            } else if signal == .requestRate {
                result[signal] = rate(of: points)
            } else {
                let values = points.compactMap { $0.isSolid || signal == .saturation ? $0[signal] : nil }.sorted()
                result[signal] = values.isEmpty ? Baseline.none : .value(values[values.count / 2])
            }
        }
        // One less the other, whichever of two middle ones each median is.
        if case .value(let failed)? = result[.errorShare], case .value(_)? = result[.successShare] {
            result[.successShare] = .value(1 - failed)
        }
        return result
    }

    /// The median of all windows, those with few requests too: without them what is left would be more than usual.
    private static func rate(of points: [SignalPoint]) -> Baseline {
        let known = points.compactMap { point in point[.requestRate].map { (rate: $0, isSolid: point.isSolid) } }
            .sorted { $0.rate < $1.rate }
        guard !known.isEmpty else { return .none }
        let middle = known[known.count / 2]
        return middle.isSolid ? .value(middle.rate) : .none
    }

    /// Requests a second on average before the last window, where each window held too few to be compared with; nil
    /// where all of them together do too.
    package static func meanTraffic(in history: SignalHistory, window: Duration) -> Double? {
        guard let newest = history.points.last?.at else { return nil }
        let points = history.points.prefix { $0.at < newest - window }.filter { !$0.isPartial }
        guard let first = points.first?.at, let last = points.last?.at else { return nil }
        let mean = points.reduce(0) { $0 + max(0, $1[.requestRate] ?? 0) } / Double(points.count)
        return mean * (last - first + window).inSeconds >= SignalSnapshot.fewestRequests ? mean : nil
    }
}
