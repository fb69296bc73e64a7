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
        // Load that is driven from here stops and starts as it is told to.
        let (usual, counted) =
            state.chaos == nil
            ? state.live.usualTraffic(before: update.snapshot, in: state.live.history, window: settings.window)
            : (nil, nil)
        let before = state.live.traffic.change
        let step = max(settings.interval, state.live.pointStep)
        state.live.traffic.observe(
            update.snapshot,
            usual: usual,
            over: counted,
            scrape: step,
            limits: settings.bounds
        )
        if before == nil {
            var watch = state.live.traffic
            state.live.date(&watch, by: state.live.history, window: update.snapshot.window)
            state.live.traffic = watch
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
