package import Diagnosis
import GoldenSignals
package import PromModel

extension SignalHistory {
    /// Since when the traffic has been as low as it is now, by the points; nil where that began with the newest, or all
    /// are so.
    ///
    /// A whole window without a request had its last one before it.
    package func departure(
        of kind: TrafficChange.Kind,
        usual: Double,
        now: Double,
        window: Duration
    ) -> Timestamp? {
        guard kind == .stopped || kind == .fell else { return nil }
        let most = max(now * 2, usual * 0.2)
        let low = points.reversed().prefix { ($0[.requestRate] ?? .infinity) <= most }
        guard low.count >= 2, low.count < points.count, let first = low.last else { return nil }
        return low.last { $0.isIdle }.map { $0.at - window } ?? first.at
    }
}
