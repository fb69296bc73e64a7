import Diagnosis
import GoldenSignals
import PromModel

extension SourceState {
    /// The moment that a column of the charts is read at: its last point, else the one whose time reaches over it, else
    /// the column's own beginning.
    func moment(in column: Range<Timestamp>, reach: Duration) -> Timestamp {
        let points = history.points(from: column.lowerBound)
        if let last = points.prefix(while: { $0.at < column.upperBound }).last { return last.at }
        if let next = points.first, next.at - reach < column.upperBound { return next.at }
        return column.lowerBound
    }

    /// The source as it was at a moment, by what was collected and, where it was asked, by what it answered.
    ///
    /// The points stay all there: charts show what is around the moment. What is not known of then is not there.
    func past(at moment: Timestamp, answer: SourceUpdate?, settings: DashboardSettings) -> SourceState {
        var past = self
        past.moments = MomentLog()
        past.tracker = VerdictTracker(limits: settings.limits, window: settings.window)
        past.settledTracker = past.tracker
        past.events = events.filter { $0.found ?? $0.at <= moment }
        (past.growth, past.routes, past.crashLoop) = (GrowthWatch(span: .seconds(3600)), RouteWatch(), nil)
        (past.instances, past.routeStops) = (InstanceWatch(), RouteStops())
        (past.refused, past.traffic) = (ClientErrorWatch(), TrafficWatch())
        let told = moments[moment]
        let detail = told?.detail
        past.explanation = detail?.explanation
        (past.endedOutage, past.endedTrouble) = (nil, nil)
        past.targets = answer?.targets ?? detail?.targets ?? []
        past.report = report.map { Self.reportOfThen($0, moment, answer, detail) }
        let snapshot =
            answer?.snapshot ?? snapshot(at: moment, told: detail?.snapshot, window: settings.window)
            ?? pointBefore(moment).flatMap { self.snapshot(at: $0, told: nil, window: settings.window) }
        past.snapshot = snapshot ?? SignalSnapshot(at: moment, window: settings.window)
        if let then = past.snapshot, let lines = past.report?.explanation {
            past.report?.explanation = then.telling(lines)
        }
        past.health = .live
        let charted = told?.verdict ?? moments.last(through: moment)?.verdict ?? .waiting
        let judge = told?.detail == nil ? Self.judge(answer, settings.limits, charted) : nil
        if let judge { past.tracker = judge }
        let verdict = judge?.verdict ?? charted
        // Whether targets answered then is asked; whoever was not there has not told it.
        let outage = told?.detail == nil && answer?.failure == nil ? answer.flatMap { TargetOutage($0.targets) } : nil
        past.toldVerdict = outage.map { $0.isWhole || !verdict.isBroken ? .targetsDown($0) : verdict } ?? verdict
        // Of what was never judged there is no verdict, whatever the source answers.
        if outage == nil, snapshot == nil || verdict == .waiting && moment != history.points.first?.at {
            past.takeGap(at: moment, verdict)
        }
        let before = history.through(moment)
        if detail == nil, let answer { past.takeInquiry(answer, limits: settings.limits) }
        past.baselines = Baseline.all(
            in: before,
            before: past.verdict.usualUntil,
            leavingOut: past.endedBreaches(window: settings.window),
            window: settings.window
        )
        past.restartWatch = RestartWatch()
        if detail == nil, let answer { past.takeRestarts(answer, at: moment) }
        if detail == nil, let snapshot { past.judgeRest(snapshot, before, settings) }
        if detail == nil, let answer { past.takeOnset(answer) }
        if let told = answer?.requestPast { past.takeShares(told, at: past.snapshot, scrape: settings.interval) }
        past.clientErrors = past.snapshot.flatMap { ClientErrorChange($0, in: before, window: $0.window) }
        return past
    }

    /// The judge of the evaluations before a moment, which are nearer to each other than the points of a long span; nil
    /// where they do not tell since when it is so.
    ///
    /// What was over by then is dated by its scrapes, where they were asked for.
    private static func judge(_ answer: SourceUpdate?, _ limits: [Limit], _ charted: Verdict) -> VerdictTracker? {
        guard let answer, let points = answer.evaluations, points.count > 2 else { return nil }
        var tracker = VerdictTracker(limits: limits, window: answer.snapshot.window)
        for point in points { tracker.observe(point.snapshot(window: answer.snapshot.window)) }
        if let ended = answer.ended, let past = tracker.recovered, past.found == ended.detected {
            tracker.take(BreachBounds(ended, until: past.until), of: past.found, on: past.limit.signal)
        }
        switch tracker.verdict {
        case .breach(let breach): return breach.isOlderThanData ? nil : tracker
        // Since when it has been well they know where it was not before.
        case .ok where tracker.recovered != nil || charted.isBroken: return tracker
        default: return nil
        }
    }

    /// Processes that began anew again and again, by what the source tells of the time before the moment.
    private mutating func takeRestarts(_ answer: SourceUpdate, at moment: Timestamp) {
        guard let told = answer.processPast, answer.snapshot.distrust == nil else { return }
        for (instance, moments) in told.restarts {
            restartWatch.precede(instance, with: moments.filter { $0 <= moment })
        }
        crashLoop = restartWatch.loop(at: moment)
        noteEndedLoop(at: moment)
    }

    /// Of a moment that no poll judged the limits on signals alone were looked at.
    private mutating func judgeRest(
        _ snapshot: SignalSnapshot,
        _ before: SignalHistory,
        _ settings: DashboardSettings
    ) {
        switch verdict {
        case .ok, .unjudged, .idle, .tooFew:
            refused.observe(snapshot, limit: settings.bounds.on(.clientErrors))
            refused.date(by: before.clientErrorShares)
            let change = trafficChange(at: snapshot, in: before, settings: settings)
            if let breach = refused.breach {
                toldVerdict = .clientErrors(breach)
            } else if let crashLoop {
                toldVerdict = .crashLoop(crashLoop)
            } else if let change {
                toldVerdict = .traffic(change)
            }
        case .waiting, .unknown, .untrusted, .noData, .traffic, .crashLoop, .clientErrors, .targetsDown, .breach: break
        }
    }

    /// The numbers of a point, with what a poll told beside them; nil where there was none.
    private func snapshot(at moment: Timestamp, told: SignalSnapshot?, window: Duration) -> SignalSnapshot? {
        let point = history.points(from: moment).first.flatMap { $0.at == moment ? $0 : nil }
        guard let point, !point.isEmpty || told == nil else { return told }
        let numbers = point.snapshot(window: told?.window ?? snapshot?.window ?? window)
        guard var snapshot = told else {
            var snapshot = numbers
            if let newest = self.snapshot { snapshot.markClipped(like: newest) }
            return point.isEmpty ? nil : snapshot
        }
        // Samples that came late have changed the point since it was told.
        for signal in Signal.allCases where numbers[signal].value != snapshot[signal].value {
            snapshot.readings[signal] = numbers[signal]
        }
        (snapshot.requestCount, snapshot.errorsPerSecond) = (numbers.requestCount, numbers.errorsPerSecond)
        (snapshot.firstRequests, snapshot.firstFailures) = (numbers.firstRequests, numbers.firstFailures)
        return snapshot
    }

    /// The point before a moment between two of them, until the source has told of it.
    private func pointBefore(_ moment: Timestamp) -> Timestamp? {
        history.through(moment).points.last.flatMap { moment - $0.at < pointStep ? $0.at : nil }
    }

    /// Nothing was measured: as of a source that does not answer, with the reason where it is known.
    static let unmeasured = "nothing was measured then"

    private mutating func takeGap(at moment: Timestamp, _ verdict: Verdict) {
        guard case .unknown(let reason, let since) = verdict else {
            toldVerdict = .unknown(reason: Self.unmeasured, since: moment)
            return
        }
        health = .failing(reason: reason, since: since)
    }

    /// What there is to tell of then beside the numbers.
    private static func reportOfThen(
        _ now: SourceReport,
        _ moment: Timestamp,
        _ answer: SourceUpdate?,
        _ detail: Moment.Detail?
    ) -> SourceReport {
        var report = now
        let asked = answer?.report
        report.services = asked?.services ?? detail?.services ?? []
        report.servicesAt = report.services.isEmpty ? nil : asked?.servicesAt ?? moment
        (report.alerts, report.alertsAt) = ([], nil)
        report.alertsFailure = "alerts are told of now alone: End shows them"
        report.objectives = []
        (report.warnings, report.fallback) = (asked?.warnings ?? [], nil)
        return report
    }
}

extension Verdict {
    /// Something is over its limit.
    fileprivate var isBroken: Bool { if case .breach = self { true } else { false } }
}
