import Diagnosis
import GoldenSignals
import PromModel

// What is followed from poll to poll beside the limits on the signals.
extension DashboardUpdate {
    /// Follows routes and processes against their own past.
    static func watchParts(_ snapshot: SignalSnapshot, _ state: inout DashboardState) {
        // The same moment again is no other evaluation.
        guard state.live.snapshot.map({ snapshot.at > $0.at }) ?? true else { return }
        state.live.growth.observe(snapshot.gauges, at: snapshot.at)
        let before = state.live.refused.breach
        state.live.refused.observe(snapshot, limit: state.settings.bounds.on(.clientErrors))
        if let breach = state.live.refused.breach, before == nil {
            note(.traffic, "4xx over their limit", at: breach.since, &state.live)
        } else if before != nil, state.live.refused.breach == nil {
            note(.traffic, "4xx within their limit again", at: snapshot.at, &state.live)
        }
        guard let breakdown = snapshot.breakdown, !snapshot.isPartial else { return }
        let slow = state.settings.limit(on: .p99Latency)?.threshold ?? 1
        state.live.routes.observe(breakdown, slow: slow, window: snapshot.window, at: snapshot.at)
    }

    /// Judges the traffic by what was usual until the poll before this one.
    static func watchTraffic(_ update: SourceUpdate, _ state: inout DashboardState) {
        guard update.failure == nil else { return state.live.traffic.interrupt() }
        let settings = state.settings
        var (usual, counted): (Double?, Duration?)
        // A few polls are no habit, a whole window is. Load that is driven from here stops and starts as it is told to.
        if let first = state.live.history.points.first?.at, update.snapshot.at - first >= settings.window * 2,
            state.chaos == nil
        {
            counted = update.snapshot.at - first - settings.window
            // At the first poll of a source that knows the past nothing was made of it yet.
            let known = state.live.baselines[.requestRate]
            let baseline =
                known ?? Baseline.all(in: state.live.history, before: nil, window: settings.window)[.requestRate]
            switch baseline {
            case .value(let median): usual = median
            case .some(.none), nil:
                // Windows of few requests may be those of a beginning: what rose from there is no alarm.
                let mean = Baseline.meanTraffic(in: state.live.history, window: settings.window)
                usual = mean.flatMap { update.snapshot[.requestRate].value ?? 0 <= $0 ? $0 : nil }
            case .idle: break
            }
        }
        let before = state.live.traffic.change
        let step = max(settings.interval, state.live.pointStep)
        state.live.traffic.observe(
            update.snapshot,
            usual: usual,
            over: counted,
            scrape: step,
            limits: settings.bounds
        )
        if before == nil, let found = state.live.traffic.change,
            let departure = state.live.history.departure(
                of: found.kind,
                usual: found.usual,
                now: found.now,
                window: update.snapshot.window
            )
        {
            state.live.traffic.take(departure: departure)
        }
        let after = state.live.traffic.change
        guard before?.kind != after?.kind else { return }
        let text = after.map(words) ?? "traffic is as usual again"
        note(.traffic, text, at: after?.since ?? update.snapshot.at, &state.live)
        state.live.events.sort { $0.at < $1.at }
    }

    private static func words(_ change: TrafficChange) -> String {
        let usual = "\(NumberText.rate(change.usual)) usual"
        switch change.kind {
        case .stopped: return "traffic stopped, \(usual)"
        case .fell: return "traffic fell, \(usual)"
        case .low: return "traffic under its limit of \(NumberText.trimmed(change.usual))/s"
        case .rose: return "traffic rose, \(usual)"
        }
    }
}
