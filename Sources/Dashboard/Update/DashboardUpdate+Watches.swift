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
        if before == nil, state.live.refused.breach != nil {
            state.live.refused.date(by: state.live.history.clientErrorShares)
        }
        if let breach = state.live.refused.breach, before == nil {
            let turn = SourceEvent.Turn.begins(.clientErrors, isEndUnknown: false)
            note(.traffic, "4xx over their limit", at: breach.since, turn: turn, &state.live)
        } else if let before, state.live.refused.breach == nil {
            noteEnd(of: "4xx", before.limit.severity, since: before.since, at: snapshot.at, &state.live)
            let text = "4xx within their limit again"
            note(.traffic, text, at: snapshot.at, turn: .ends(.clientErrors), &state.live)
        }
        watchInstances(snapshot, &state)
        watchRouteStops(snapshot, &state)
        guard let breakdown = snapshot.breakdown, !snapshot.isPartial else { return }
        let slow = state.settings.limit(on: .p99Latency)?.threshold ?? 1
        state.live.routes.observe(
            breakdown,
            slow: slow,
            window: snapshot.window,
            at: snapshot.at,
            after: state.live.tracker.recovered.map { (signal: $0.limit.signal, until: $0.until) }
        )
    }

    /// Follows what each instance has of the requests; one that is left out, and has its part again, is an event.
    private static func watchInstances(_ snapshot: SignalSnapshot, _ state: inout DashboardState) {
        let before = state.live.instances.departure
        let step = max(state.settings.interval, state.live.pointStep)
        state.live.instances.observe(snapshot, scrape: step)
        let after = state.live.instances.departure
        guard before?.name != after?.name else { return }
        if let after {
            let text = after.shareNow == 0 ? "\(after.name) gets no requests" : "\(after.name) gets hardly any requests"
            note(.traffic, text, at: after.since, instances: Set([after.name] + after.others), &state.live)
            state.live.events.sort { $0.at < $1.at }
        } else if let before, snapshot.instanceTotals[before.name] != nil {
            note(.traffic, "\(before.name) gets requests again", at: snapshot.at, &state.live)
        }
    }

    /// Follows what each route has of the requests; one that stops, and comes again, is an event.
    private static func watchRouteStops(_ snapshot: SignalSnapshot, _ state: inout DashboardState) {
        let before = state.live.routeStops.stop
        state.live.routeStops.observe(snapshot)
        let after = state.live.routeStops.stop
        guard before?.name != after?.name else { return }
        if let after {
            let what = after.shareNow == 0 ? "no requests" : "hardly any requests"
            note(.traffic, "\(after.name) gets \(what)", at: after.since, &state.live)
            state.live.events.sort { $0.at < $1.at }
        } else if let before, let rows = snapshot.breakdown?.rows,
            rows.contains(where: { $0.name == before.name && ($0.requestRate ?? 0) > before.rateBefore / 2 })
        {
            note(.traffic, "\(before.name) gets requests again", at: snapshot.at, &state.live)
        }
    }

    /// Judges the traffic by what was usual until the poll before this one.
    static func watchTraffic(_ update: SourceUpdate, _ state: inout DashboardState) {
        guard update.failure == nil else { return state.live.traffic.interrupt() }
        let settings = state.settings
        // Load that is driven from here stops and starts as it is told to.
        var (usual, counted) =
            state.chaos == nil
            ? state.live.usualTraffic(before: update.snapshot, in: state.live.history, window: settings.window)
            : (nil, nil)
        let (before, began) = (state.live.traffic.change, state.live.traffic.troubleSince)
        let isUnseen = !state.live.traffic.hasSeenRequests
        if usual == nil, isUnseen, state.chaos == nil {
            let snapshot = update.snapshot
            (usual, counted) = state.live.usualBeforeStop(at: snapshot, in: state.live.history, window: settings.window)
        }
        // What other days were like comes after the first look.
        let isInformed = isUnseen && update.snapshot.habit != nil && state.live.snapshot?.habit == nil
        if isInformed { state.live.traffic.judgeAnew() }
        let step = max(settings.interval, state.live.pointStep)
        state.live.traffic.observe(
            update.snapshot,
            usual: usual,
            over: counted,
            scrape: step,
            limits: settings.bounds
        )
        if before == nil || isInformed {
            var watch = state.live.traffic
            state.live.date(&watch, by: state.live.history, window: update.snapshot.window)
            state.live.traffic = watch
        }
        let after = state.live.traffic.change
        guard before?.kind != after?.kind else { return }
        if isInformed, let before {
            state.live.events.removeAll { $0.kind == .traffic && $0.at == before.since }
            if after == nil { return }
        }
        if let before, after == nil {
            let since = min(began ?? before.since, before.since)
            noteEnd(of: "traffic", before.severity, since: since, at: update.snapshot.at, &state.live)
        }
        let text = after.map(words) ?? "traffic is as usual again"
        let turn = after == nil ? SourceEvent.Turn.ends(.traffic) : .begins(.traffic, isEndUnknown: false)
        note(.traffic, text, at: after?.since ?? update.snapshot.at, turn: turn, &state.live)
        state.live.events.sort { $0.at < $1.at }
    }

    private static func noteEnd(
        of what: String,
        _ severity: Severity,
        since began: Timestamp,
        at moment: Timestamp,
        _ source: inout SourceState
    ) {
        let word = severity == .critical ? "CRIT" : "WARN"
        source.endedTrouble = SourceState.EndedTrouble(
            what: "\(word) \(what)",
            severity: severity,
            since: began,
            until: moment
        )
    }

    static func words(_ change: TrafficChange) -> String {
        let usual = "\(NumberText.rate(change.usual)) usual"
        switch change.kind {
        case .stopped: return "traffic stopped, \(usual)"
        case .fell: return "traffic fell, \(usual)"
        case .low: return "traffic under its limit of \(NumberText.trimmed(change.usual))/s"
        case .rose: return "traffic rose, \(usual)"
        }
    }
}
