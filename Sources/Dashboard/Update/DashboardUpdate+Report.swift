import Diagnosis
import GoldenSignals
import PromModel

extension DashboardUpdate {
    /// What a source tells beside the numbers.
    static func take(_ report: SourceReport, isFailing: Bool, _ state: inout DashboardState) {
        let before = state.live.report
        if !report.service.isEmpty { state.settings.service = report.service }
        state.settings.source = report.source
        state.settings.sourceKind = report.kind
        state.settings.interval = report.interval
        state.settings.noDataAdvice = report.noDataAdvice
        let limits = state.settings.limits(of: report.key, called: state.settings.service)
        if limits != state.settings.limits {
            state.settings.limits = limits
            restartVerdict(&state)
        }
        state.settings.bounds = state.settings.bounds(of: report.key, called: state.settings.service)
        if state.settings.window != report.window {
            state.settings.window = report.window
            // What is broken stays so, however long the window is that it is told by.
            state.live.tracker = state.live.tracker.counting(over: report.window, from: state.now)
            state.live.settledTracker = state.live.tracker
            state.live.settledPoint = nil
        }
        // The clock on the screen is the source's.
        let shift = report.clockOffset - state.clockOffset
        state.now = state.now + shift
        state.notice = state.notice.map { DashboardState.Notice(text: $0.text, until: $0.until + shift) }
        state.clockOffset = report.clockOffset
        let isOther =
            before.map { before in
                !before.isAbout(report.key, called: report.service, by: report.profile)
                    || before.narrowing != report.narrowing
            } ?? false
        if isOther, before?.profile.isEmpty == false {
            // A part of the same service is looked at when the whole was.
            let isSame = before.map { $0.isAbout(report.key, called: report.service, by: report.profile) } ?? false
            let (moment, view, hadPast) = (state.cursor?.at ?? state.view.end, state.view, hasPast(state.held, state))
            forget(&state)
            if isSame, let moment, hadPast {
                (state.opening, state.view) = (moment, view)
                state.view.end = nil
            }
            noteSwitch(&state)
        }
        if let fallback = report.fallback, before?.fallback == nil {
            let failure = FailureReason(fallback.reason)
            let reason = failure.isOfSource ? failure.said(of: "Prometheus") : fallback.reason
            note(.standIn, "targets are scraped directly: \(reason)", at: state.now, &state.live)
        }
        if before?.fallback != nil, report.fallback == nil, !isFailing {
            note(.back, "\(report.source) answers again: back to it", at: state.now, &state.live)
        }
        state.live.report = report
        guard let at = report.servicesAt else { return }
        let settings = state.settings
        state.servicesList.calls = ServiceCalls(
            report.calls,
            written: settings.dependencies,
            among: report.services.map(\.service)
        )
        // The highlight stays on its service, wherever the new numbers put it.
        let chosen = selectedRow(state)
        state.servicesList.observe(
            report.services,
            at: at,
            limits: { settings.limits(of: $0, called: $0.name) },
            window: report.window
        )
        guard state.frozen == nil, let chosen else { return }
        let row = state.listedServices.firstIndex { $0.service == chosen.service && $0.profile == chosen.profile }
        state.overlay = .services(selected: row ?? 0)
    }

    /// Nothing that was measured before can be compared with what comes; what happened stays listed.
    static func startAnew(_ state: inout DashboardState) {
        let (before, paused) = (state.live, (state.frozen, state.frozenSettings, state.frozenServices, state.pausedAt))
        forget(&state)
        (state.frozen, state.frozenSettings, state.frozenServices, state.pausedAt) = paused
        (state.live.events, state.live.restarts) = (before.events, before.restarts)
        state.servicesList.at = nil
    }

    /// Another service: nothing that was shown is about it.
    private static func forget(_ state: inout DashboardState) {
        let report = state.live.report
        state.live = SourceState(limits: state.settings.limits, window: state.settings.window)
        state.live.report = report
        (state.cursor, state.looks, state.marks) = (nil, [:], nil)
        (state.stretch, state.asked, state.view, state.row) = (nil, nil, TimeView(), nil)
        state.comparison = state.comparison.map { Comparison(offset: $0.offset) }
        state.heat.forget()
        state.frozen = nil
        state.frozenSettings = nil
        state.frozenServices = nil
        state.pausedAt = nil
    }

    private static func restartVerdict(_ state: inout DashboardState) {
        state.live.tracker = VerdictTracker(limits: state.settings.limits, window: state.settings.window)
        state.live.settledTracker = state.live.tracker
        state.live.settledPoint = nil
    }

    /// Points of the charts that are new or have changed: the verdict is made anew from the last that is final.
    static func apply(_ patch: HistoryPatch, _ snapshot: SignalSnapshot, _ state: inout DashboardState) {
        state.live.history.apply(patch, span: state.settings.span)
        state.live.pointStep = patch.step
        if patch.isFull {
            let seed = state.live.tracker.restarted(at: patch.from, window: state.settings.window)
            state.live.settledTracker = seed
            state.live.settledPoint = nil
        }
        state.live.tracker = state.live.settledTracker.remembering(state.live.tracker)
        // What the open points had said may not hold any more; a beginning at the last final point is told again.
        let open = state.live.settledPoint ?? patch.from
        let begun = state.live.settledTracker.breachStarts
        state.live.events.removeAll { event in
            let found = event.found ?? event.at
            guard event.kind.isBreach, event.kind != .breachEnded else { return event.kind.isBreach && found > open }
            return found > open || found == open && !begun.contains(found)
        }
        var previous = state.live.settledPoint
        // What another source has measured in between belongs to it.
        let points = state.live.history.points.filter { $0.at >= patch.from && $0.at < snapshot.at }
        for point in points where previous.map({ point.at > $0 }) ?? true {
            judgeHole(since: previous, before: point.at, patch.step, &state.live)
            judge(point.snapshot(window: snapshot.window), &state.live, later: state.live.failures.spell)
            previous = point.at
            if point.at <= patch.settledThrough {
                state.live.settledTracker = state.live.tracker
                state.live.settledPoint = point.at
            }
        }
        judgeHole(since: previous, before: snapshot.at, patch.step, &state.live)
        judge(snapshot, &state.live, quiet: state.live.failures.spell)
        state.live.events.sort { $0.at < $1.at }
    }

    /// The source as of a stretch of the past: its points, each judged in its turn, as a refresh does.
    static func judged(_ past: PastPoints, in held: SourceState, _ settings: DashboardSettings) -> SourceState {
        var source = SourceState(limits: settings.limits, window: past.window)
        source.report = held.report
        source.pointStep = past.step
        source.history.replace(with: past.points)
        source.health = .live
        var previous: Timestamp?
        for point in past.points {
            judgeHole(since: previous, before: point.at, past.step, &source)
            judge(point.snapshot(window: past.window), &source)
            previous = point.at
        }
        source.snapshot = past.points.last?.snapshot(window: past.window)
        // What happened beside the limits was seen, as far as it was.
        let seen = held.events.filter { event in
            !event.kind.isBreach && !event.isToldByPoints && event.at >= past.stretch.from
                && event.at <= past.stretch.through
        }
        noteTroubles(past, besides: held.watched, settings.bounds, &source)
        source.events = (source.events + seen).sorted { $0.at < $1.at }
        return source
    }

    /// A hole is no calm: what was under way before it is not taken to go on through it.
    private static func judgeHole(
        since last: Timestamp?,
        before next: Timestamp,
        _ step: Duration,
        _ source: inout SourceState
    ) {
        guard let last, next - last > step * 3 / 2 else { return }
        judge(SignalPoint(at: last + step).snapshot(window: step), &source)
    }

    private static func judge(
        _ snapshot: SignalSnapshot,
        _ source: inout SourceState,
        quiet: QuietSpell? = nil,
        later: QuietSpell? = nil
    ) {
        source.tracker.observe(snapshot, quiet: quiet, later: later)
        noteBreaches(at: snapshot.at, &source)
        // Of a point nothing but the verdict is not told by itself, and that takes little.
        source.moments.note(Moment(at: snapshot.at, verdict: source.verdict), budget: .max)
    }
}
