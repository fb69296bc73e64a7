import Diagnosis
import GoldenSignals
import PromModel

extension SourceState {
    /// What traffic was usual until a snapshot, in requests a second, and the time that this was counted over; nil where
    /// nothing is known of it.
    ///
    /// Lately is the shown span up to then; where that holds too little, or nothing but what it became, what the source
    /// knows of the hour before and of other days counts.
    func usualTraffic(
        before snapshot: SignalSnapshot,
        in past: SignalHistory,
        window: Duration
    ) -> (usual: Double?, counted: Duration?) {
        let now = snapshot[.requestRate].value ?? 0
        let (recent, counted) = recentTraffic(before: snapshot, in: past, window: window, now: now)
        guard let habit = snapshot.habit else { return (recent.flatMap { $0 > 0 ? $0 : nil }, counted) }
        let usual = habit.expected(recent: recent, now: now)
        return (usual, usual == recent ? counted : TrafficHabit.span)
    }

    /// The median of the span, zero where most of it had no traffic; nil where it is too short to tell.
    private func recentTraffic(
        before snapshot: SignalSnapshot,
        in past: SignalHistory,
        window: Duration,
        now: Double
    ) -> (rate: Double?, counted: Duration?) {
        // A few polls are no habit, a whole window is.
        guard let first = past.points.first?.at, snapshot.at - first >= window * 2 else { return (nil, nil) }
        // At the first poll of a source that knows the past nothing was made of it yet.
        let baseline = baselines[.requestRate] ?? Baseline.all(in: past, before: nil, window: window)[.requestRate]
        let counted = snapshot.at - first - window
        switch baseline {
        case .value(let median): return (median, counted)
        case .some(.none), nil:
            // Windows of few requests may be those of a beginning: what rose from there is no alarm.
            let mean = Baseline.meanTraffic(in: past, window: window)
            return (mean.flatMap { now <= $0 ? $0 : nil }, counted)
        case .idle: return (0, counted)
        }
    }

    /// Judges the traffic of a moment that no poll did; its points tell since when it is so.
    func trafficChange(
        at snapshot: SignalSnapshot,
        in past: SignalHistory,
        settings: DashboardSettings
    ) -> TrafficChange? {
        var (usual, counted) = usualTraffic(before: snapshot, in: past, window: settings.window)
        if usual == nil { (usual, counted) = usualBeforeStop(at: snapshot, in: past, window: settings.window) }
        var watch = TrafficWatch()
        watch.observe(snapshot, usual: usual, over: counted, scrape: settings.interval, limits: settings.bounds)
        date(&watch, by: past, window: snapshot.window)
        return watch.change
    }

    /// Dates traffic that was found to be low by what is known of the time before.
    func date(_ watch: inout TrafficWatch, by past: SignalHistory, window: Duration) {
        guard let found = watch.change else { return }
        var departure = past.departure(of: found.kind, usual: found.usual, now: found.now, window: window)
        // The last request may have come before all that is shown.
        if found.now == 0, let idle = idleSince, departure.map({ idle <= $0.at }) ?? true {
            let isOlder = departure?.isOlderThanData ?? false
            departure = SignalHistory.Departure(at: idle, isOlderThanData: isOlder && snapshot?.lastRequest == nil)
        }
        if let departure { watch.take(departure: departure.at, isOlderThanData: departure.isOlderThanData) }
    }

    private var idleSince: Timestamp? {
        guard case .idle(let since) = toldVerdict ?? tracker.verdict(knowing: snapshot) else { return nil }
        return since
    }
}
