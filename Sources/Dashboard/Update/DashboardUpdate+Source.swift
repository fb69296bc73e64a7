package import GoldenSignals
package import PromModel

extension DashboardUpdate {
    /// A poll ended, well or not.
    static func observe(_ update: SourceUpdate, _ state: inout DashboardState) {
        if let report = update.report { take(report, isFailing: update.failure != nil, &state) }
        let settings = state.settings
        let moment = update.snapshot.at
        // A poll asked for by key may end after a later one, and a moment after another it is no evaluation of its own.
        let isLate = state.live.snapshot.map { moment - $0.at < settings.interval / 2 } ?? false
        if isLate, update.failure == nil, update.patch == nil { return }
        state.now = max(state.now, moment)
        defer { state.live.targets = update.targets }
        state.live.cost = update.cost
        defer { ring(&state) }
        if let reason = update.failure, update.patch == nil {
            observeFailure(reason, at: moment, &state.live)
            return
        }
        noteProcesses(update, &state)
        noteFaults(update.snapshot, &state.live)
        if let patch = update.patch {
            apply(patch, update.snapshot, &state)
        } else {
            append(update.snapshot, &state)
        }
        state.live.snapshot = update.snapshot
        state.live.baselines = Baseline.all(
            in: state.live.history,
            before: state.live.verdict.onset,
            window: settings.window
        )
        if let reason = update.failure {
            observeFailure(reason, at: moment, &state.live)
            return
        }
        // What stands in is announced by itself.
        if case .failing = state.live.health, state.live.report?.fallback == nil {
            note(.back, "\(settings.source) answers again", at: moment, &state.live)
        }
        state.live.health = .live
    }

    /// The snapshot is the only new point.
    private static func append(_ snapshot: SignalSnapshot, _ state: inout DashboardState) {
        let before = state.live.verdict
        state.live.tracker.observe(snapshot)
        noteVerdict(from: before, at: snapshot.at, &state.live)
        var point = SignalPoint(snapshot)
        point.isStandIn = state.live.report?.fallback != nil
        state.live.history.append(point, span: state.settings.span)
    }

    private static func observeFailure(_ reason: String, at moment: Timestamp, _ source: inout SourceState) {
        var since = moment
        if case .failing(_, let earlier) = source.health {
            since = earlier
        } else {
            note(.lost, reason, at: moment, &source)
        }
        source.health = .failing(reason: reason, since: since)
        source.tracker.sourceFailed(reason: reason, since: since)
    }

    /// The bell is for a critical breach that is new.
    private static func ring(_ state: inout DashboardState) {
        guard state.settings.hasBell, state.live.verdict.isCritical, let onset = state.live.verdict.onset else {
            return
        }
        // A source that failed for a moment makes no breach new, nor does another one that is worse for a moment.
        if let last = state.live.rungFor, onset <= last { return }
        state.live.rungFor = onset
        state.bells += 1
    }

    private static func noteFaults(_ snapshot: SignalSnapshot, _ source: inout SourceState) {
        guard let previous = source.snapshot else { return }
        // One whose share changes stays on.
        let before = Set(previous.faults.map { "\($0.name) on \($0.route)" })
        let now = Set(snapshot.faults.map { "\($0.name) on \($0.route)" })
        for fault in now.subtracting(before).sorted() {
            note(.faultStarted, "fault \(fault) is on", at: snapshot.at, &source)
        }
        for fault in before.subtracting(now).sorted() {
            note(.faultStopped, "fault \(fault) is off", at: snapshot.at, &source)
        }
    }

    static func noteVerdict(from before: Verdict, at moment: Timestamp, _ source: inout SourceState) {
        switch (before, source.verdict) {
        case (.breach(let old), .breach(let new)) where old.limit == new.limit: break
        case (_, .breach(let new)):
            // After a failure of the source the same breach may still be under way: that is no new event.
            let kind = SourceEvent.Kind.breachStarted(isCritical: new.limit.severity == .critical)
            let text = "\(new.limit.signal.label) over its limit"
            let isKnown = source.events.contains { $0.kind == kind && $0.at == new.breach.since && $0.text == text }
            guard !isKnown else { return }
            note(kind, text, at: new.breach.since, &source)
        case (.breach(let old), .ok), (.breach(let old), .idle), (.breach(let old), .tooFew):
            note(.breachEnded, "\(old.limit.signal.label) within its limit again", at: moment, &source)
        default: break
        }
    }
}

extension Verdict {
    /// Whether a critical limit is broken.
    var isCritical: Bool {
        if case .breach(let breach) = self { breach.limit.severity == .critical } else { false }
    }

    /// When the breach began; nil where there is none.
    package var onset: Timestamp? {
        if case .breach(let breach) = self { breach.breach.since } else { nil }
    }
}
