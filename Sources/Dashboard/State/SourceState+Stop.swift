import Diagnosis
import GoldenSignals
import PromModel

// Requests that had stopped to come before anybody watched.
extension SourceState {
    /// What was usual when the requests of the shown span stopped to come, and the time that this was counted over: who
    /// had watched would have judged the stop by that; nil where nothing was, or requests come.
    ///
    /// The longer nothing comes, the more of the span is without a request: that makes a stop no usual thing.
    func usualBeforeStop(
        at snapshot: SignalSnapshot,
        in past: SignalHistory,
        window: Duration
    ) -> (usual: Double?, counted: Duration?) {
        guard snapshot[.requestRate].state == .idle, let last = past.lastWithTraffic else { return (nil, nil) }
        // By then the window held no request any more.
        var then = snapshot
        then.at = min(snapshot.at, last.at + window)
        guard then.at > last.at else { return (nil, nil) }
        var source = self
        source.baselines = [:]
        return source.usualTraffic(before: then, in: past.through(then.at), window: window)
    }

    /// What traffic there was, in requests a second, before the requests stopped to come; nil where none came before.
    func rateBeforeIdle(at moment: Timestamp) -> Double? {
        let past = history.through(moment)
        guard let newest = past.points.last, newest.isIdle, let last = past.lastWithTraffic else { return nil }
        let run = past.points.reversed().drop { $0.at > last.at }.prefix { !$0.isIdle }
        // The windows at both its ends hold a part of it.
        let rates = run.compactMap { $0[.requestRate] }.sorted()
        return rates.isEmpty ? nil : rates[rates.count / 2]
    }
}

extension SignalHistory {
    /// The last point whose window holds a request; nil where none does.
    var lastWithTraffic: SignalPoint? { points.last { ($0[.requestRate] ?? 0) > 0 } }
}
