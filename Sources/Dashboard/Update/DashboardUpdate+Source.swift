import Diagnosis
import GoldenSignals
import PromModel

extension DashboardUpdate {
    /// A poll ended, well or not.
    static func observe(_ update: SourceUpdate, _ state: inout DashboardState) {
        if let report = update.report { take(report, isFailing: update.failure != nil, &state) }
        let settings = state.settings
        let moment = update.snapshot.at
        // A poll asked for by key may end after a later one, and a moment after another it is no evaluation of its own.
        let gap = state.live.snapshot.map { moment - $0.at } ?? settings.interval
        if update.patch == nil, gap < .zero - max(settings.interval * 3, .seconds(10)) {
            // The clock was set back: what was drawn lies in the future, and would hide all that comes.
            state.now = moment
            startAnew(&state)
        } else if gap < settings.interval / 2, update.failure == nil, update.patch == nil,
            state.live.health == .live
        {
            return
        }
        state.now = max(state.now, moment)
        let told = state.live.standingOutage
        defer { noteEnd(of: told, at: moment, &state.live) }
        defer { state.live.targets = update.targets }
        state.live.cost = update.cost
        defer { ring(&state) }
        defer { noteMoment(update, &state) }
        if let reason = update.failure, update.patch == nil {
            observeFailure(reason, at: moment, &state.live)
            return
        }
        noteProcesses(update, &state)
        var update = update
        if update.snapshot.outage == nil { update.snapshot.outage = outage(update, state.live) }
        // Of targets that do not answer nobody knows which faults are on.
        let switchedOff = state.chaos?.switchedOff
        if update.failure == nil { noteFaults(update.snapshot, switchedOff, &state.live) }
        if update.failure == nil { state.live.failures.observe(update.snapshot, at: moment) }
        diagnose(update, &state)
        if let patch = update.patch {
            apply(patch, update.snapshot, &state)
        } else {
            append(update.snapshot, &state)
            if let estimate = update.trace.flatMap({ OnsetEstimate($0) }) {
                state.live.tracker.countFailures(since: estimate)
            }
        }
        watchTraffic(update, &state)
        update.snapshot.breakdown = state.live.told(update.snapshot)
        if let past = update.requestPast { state.live.takeShares(past) }
        if update.failure == nil { watchParts(update.snapshot, &state) }
        if update.failure == nil { noteWatched(at: moment, &state) }
        if let patch = update.patch { noteTroubles(patch, window: update.snapshot.window, &state) }
        state.live.snapshot = update.snapshot
        state.live.baselines = Baseline.all(
            in: state.live.history,
            before: state.live.verdict.usualUntil ?? state.live.traffic.change?.since,
            leavingOut: state.live.endedBreaches(window: settings.window),
            window: settings.window
        )
        state.live.clientErrors = ClientErrorChange(
            update.snapshot,
            in: state.live.history,
            window: update.snapshot.window
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

    /// Keeps an outage that is over; of pages that all failed it is the source's own failure.
    private static func noteEnd(of outage: TargetOutage?, at moment: Timestamp, _ source: inout SourceState) {
        if source.verdict.outage != nil {
            source.endedOutage = nil
        } else if let outage, source.health == .live {
            source.endedOutage = SourceState.EndedOutage(outage: outage, until: moment)
        }
    }

    /// Takes when a breach began, and who explains it, from what the source counted.
    private static func diagnose(_ update: SourceUpdate, _ state: inout DashboardState) {
        if let trace = update.trace, case .breach(let breach) = state.live.verdict, breach.limit.signal == .errorShare {
            state.live.failures.take(trace)
        }
        if let trace = update.trace, let estimate = OnsetEstimate(trace) {
            state.live.tracker.take(estimate, of: trace.detected)
            state.live.settledTracker.take(estimate, of: trace.detected)
            redateStart(found: trace.detected, &state.live)
            let refused = state.live.refused.breach?.since
            state.live.refused.take(estimate, of: trace.detected)
            if let refused, let since = state.live.refused.breach?.since, since != refused {
                redate(.traffic, from: refused, to: since, &state.live)
            }
            let told = state.live.traffic.change?.since
            state.live.traffic.take(estimate, of: trace.detected)
            if let told, let since = state.live.traffic.change?.since, since != told {
                redate(.traffic, from: told, to: since, &state.live)
            }
        }
        if let ended = update.ended { redate(by: ended, &state.live) }
        // Ranking goes through all parts: only where they are new.
        if update.snapshot.parts != state.live.snapshot?.parts || state.live.explanation == nil {
            let versions = update.snapshot.versions
            state.live.explanation = update.snapshot.parts.map { Explanation($0.toldApart(byVersions: versions)) }
        }
    }

    /// Targets that do not answer, since when they were first seen so; all at once is told as the source's own failure.
    private static func outage(_ update: SourceUpdate, _ source: SourceState) -> TargetOutage? {
        guard update.failure == nil else { return nil }
        let targets = update.targets.map { target in
            var target = target
            if target.downSince == nil {
                target.downSince = source.lostSince[target.instance]
                target.isDownOlderThanData = !source.answered.contains(target.instance)
            }
            return target
        }
        return TargetOutage(targets)
    }

    /// The snapshot is the only new point.
    private static func append(_ snapshot: SignalSnapshot, _ state: inout DashboardState) {
        state.live.tracker.observe(snapshot, quiet: state.live.failures.spell)
        noteBreaches(at: snapshot.at, &state.live)
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
        let verdict = state.live.verdict
        guard state.settings.hasBell, verdict.isCritical, let onset = verdict.onset ?? verdict.outage?.since else {
            return
        }
        // A source that failed for a moment makes no breach new, nor does another one that is worse for a moment.
        if let last = state.live.rungFor, onset <= last { return }
        state.live.rungFor = onset
        state.bells += 1
    }

    /// A fault is seen off so long after it was switched off, at most.
    private static let mostUntilOff = Duration.seconds(15)

    /// Notes faults that are on, and those that are not any more.
    ///
    /// `switchedOff` is when that was last asked for here: others have ended by themselves, or somewhere else.
    private static func noteFaults(
        _ snapshot: SignalSnapshot,
        _ switchedOff: Timestamp?,
        _ source: inout SourceState
    ) {
        // One whose share changes stays on.
        let now = Set(snapshot.faults.map { "\($0.name) on \($0.route)" })
        defer { source.faults = now }
        guard let before = source.faults else { return }
        for fault in now.subtracting(before).sorted() {
            note(.faultStarted, "fault \(fault) is on", at: snapshot.at, &source)
        }
        for fault in before.subtracting(now).sorted() {
            let isFixed = switchedOff.map { off in
                snapshot.at - off <= mostUntilOff && off - snapshot.at <= mostUntilOff
            }
            note(isFixed == true ? .fixed : .faultStopped, "fault \(fault) is off", at: snapshot.at, &source)
        }
    }

    /// Notes the limits that are broken since the last snapshot, and those that are kept again.
    static func noteBreaches(at moment: Timestamp, _ source: inout SourceState) {
        let changes = source.tracker.changes
        let ended = changes.filter { $0.begun == nil }.map(\.limit)
        if !ended.isEmpty {
            // A breach that brings nothing new is over before its failures have left the window.
            let isQuiet = changes.allSatisfy { $0.begun != nil || $0.isQuiet }
            let limits = ended.count == 1 ? "its limit" : "their limits"
            let text =
                isQuiet
                ? "\(labels(ended)): no new failures, over \(limits) no more"
                : "\(labels(ended)) within \(limits) again"
            // The first evaluation that is well may come long after the end.
            let until = changes.compactMap(\.until).max() ?? moment
            note(.breachEnded, text, at: min(until, moment), subject: subjects(ended), found: moment, &source)
        }
        let begun = changes.compactMap { change in change.begun.map { (limit: change.limit, breach: $0) } }
        // Where the points that are judged anew begin within a breach, it is not a new one.
        let news = begun.filter {
            !$0.breach.isOlderThanData || !isOpen(subjects([$0.limit]), at: $0.breach.since, source.events)
        }
        // What broke at once is one event.
        for (breach, group) in Dictionary(grouping: news, by: \.breach).sorted(by: { $0.key.since < $1.key.since }) {
            let limits = group.map(\.limit).sorted { $0.severity > $1.severity }
            let isCritical = limits.first?.severity == .critical
            let over = limits.count == 1 ? "its limit" : "their limits"
            let text = "\(labels(limits)) over \(over)\(breach.isOlderThanData ? " already" : "")"
            if join(limits, at: breach.since, &source) { continue }
            let began = source.tracker.began(found: breach.since)
            note(
                .breachStarted(isCritical: isCritical),
                text,
                at: began,
                subject: subjects(limits),
                found: began < breach.since ? breach.since : nil,
                &source
            )
        }
    }

    /// Adds limits to the event of others that broke at the same moment: some are proven an evaluation earlier.
    private static func join(_ limits: [Limit], at moment: Timestamp, _ source: inout SourceState) -> Bool {
        let place = source.events.lastIndex { event in
            if case .breachStarted = event.kind { (event.found ?? event.at) == moment } else { false }
        }
        guard let place else { return false }
        let known = source.events[place].subject.split(separator: ", ").map(String.init)
        let news = limits.map { subjects([$0]) }.filter { !known.contains($0) }
        guard !news.isEmpty else { return true }
        let all = known + news
        var seen: Set<Substring> = []
        let names = all.compactMap { $0.split(separator: " ").first }.filter { seen.insert($0).inserted }
        let text = source.events[place].text
        let suffix = text.hasSuffix(" already") ? " already" : ""
        let isCritical = all.contains { $0.hasSuffix(" critical") }
        var joined = SourceEvent(
            at: source.events[place].at,
            kind: .breachStarted(isCritical: isCritical),
            text: "\(names.joined(separator: ", ")) over their limits\(suffix)",
            subject: all.joined(separator: ", ")
        )
        (joined.instances, joined.found) = (source.events[place].instances, source.events[place].found)
        source.events[place] = joined
        return true
    }

    private static func labels(_ limits: [Limit]) -> String {
        var seen: Set<Signal> = []
        return limits.map(\.signal).filter { seen.insert($0).inserted }.map(\.label).joined(separator: ", ")
    }

    private static func subjects(_ limits: [Limit]) -> String {
        limits.map { "\($0.signal.label) \($0.severity)" }.joined(separator: ", ")
    }

    /// Whether a breach of a limit that was noted earlier lasts at a moment.
    private static func isOpen(_ subject: String, at moment: Timestamp, _ events: [SourceEvent]) -> Bool {
        let last = events.last { event in
            event.kind.isBreach && event.at <= moment && event.subject.split(separator: ", ").contains { $0 == subject }
        }
        return last.map { $0.kind != .breachEnded } ?? false
    }
}
