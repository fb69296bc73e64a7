import Diagnosis
import GoldenSignals
import PromModel

// What was over its limit at a moment of the past that no poll judged.
extension SourceState {
    /// What its source is to be asked about a moment of the past; nil where nothing was broken then and nothing had just
    /// ended, or a poll had asked.
    ///
    /// `past` is the source as it was then, by its answer about the moment.
    func openBreach(of past: SourceState, at moment: Timestamp, _ answer: SourceUpdate) -> PastBreach? {
        guard moments[moment]?.detail == nil else { return nil }
        guard let limit = past.verdict.brokenLimit else { return endedBreach(of: past, at: moment, answer) }
        var found = past.verdict.onset
        // Of traffic one look alone has judged.
        if case .traffic(let change) = past.verdict { found = change.kind == .stopped ? nil : change.since }
        if case .clientErrors(let breach) = past.verdict { found = breach.since }
        guard let found, found <= moment else { return nil }
        // Evaluations that reach back to before it are nearer to each other than the points of a long span.
        let isSeen = answer.evaluations?.first.map { $0.at < found } ?? false
        return PastBreach(
            at: moment,
            found: found,
            step: isSeen ? .zero : pointStep,
            isObserved: past.verdict.isOnsetObserved,
            after: past.verdict.after,
            of: limit,
            point: answer.evaluations?.last
        )
    }

    /// The breach that was over by then, and of which windows alone tell when; nil where there was none.
    private func endedBreach(of past: SourceState, at moment: Timestamp, _ answer: SourceUpdate) -> PastBreach? {
        guard case .ok = past.verdict, let ended = past.tracker.recovered, !ended.isCounted, ended.until <= moment
        else { return nil }
        let isSeen = answer.evaluations?.first.map { $0.at < ended.found } ?? false
        return PastBreach(
            at: moment,
            found: ended.found,
            step: isSeen ? .zero : pointStep,
            isObserved: !ended.isOlderThanData,
            after: ended.after,
            of: ended.limit,
            point: answer.evaluations?.last,
            until: ended.until
        )
    }

    /// Takes when it began, and who had what was bad, as the source counted it; and that it was over, where that is what
    /// the scrapes tell while the window still holds what was.
    mutating func takeInquiry(_ answer: SourceUpdate, limits: [Limit]) {
        if case .breach(let breach) = toldVerdict, breach.limit.signal == .errorShare,
            let over = Self.over(answer, limits)
        {
            (tracker, toldVerdict) = (over, over.verdict)
            return
        }
        takeOnset(answer)
        explanation = answer.snapshot.parts.map {
            Explanation($0.toldApart(byVersions: answer.snapshot.versions))
        }
        if let parts = answer.snapshot.parts, var told = snapshot {
            told.breakdown = self.told(told.breakdown, parts)
            snapshot = told
        }
    }

    /// Who has what a poll found, with shares of what is broken.
    func told(_ snapshot: SignalSnapshot) -> Breakdown? {
        snapshot.parts.flatMap { told(snapshot.breakdown, $0) } ?? snapshot.breakdown
    }

    private func told(_ breakdown: Breakdown?, _ parts: TrafficParts) -> Breakdown? {
        guard let limit = verdict.brokenLimit, explanation?.isAbout(limit) == true else { return breakdown }
        return breakdown?.counting(parts)
    }

    /// The judge of the evaluations up to a moment, where what came scrape by scrape says that a breach was over by then.
    private static func over(_ answer: SourceUpdate, _ limits: [Limit]) -> VerdictTracker? {
        guard let trace = answer.trace, let points = answer.evaluations, let last = points.last else { return nil }
        var watch = QuietWatch()
        watch.take(trace)
        let window = answer.snapshot.window
        var tracker = VerdictTracker(limits: limits, window: window)
        for point in points.dropLast() { tracker.observe(point.snapshot(window: window)) }
        if let estimate = OnsetEstimate(trace) { tracker.take(estimate, of: trace.detected) }
        tracker.observe(last.snapshot(window: window), quiet: watch.spell)
        if case .ok(_) = tracker.verdict, tracker.recovered != nil { return tracker }
        return nil
    }

    /// Takes when it began, as nearly as the scrapes tell.
    mutating func takeOnset(_ answer: SourceUpdate) {
        let estimate = answer.trace.flatMap { OnsetEstimate($0) }
        switch toldVerdict {
        case .breach(var breach):
            if answer.trace?.detected == breach.breach.since { breach.estimate = estimate }
            breach.errorsSoFar = answer.snapshot.errorsSinceOnset ?? breach.errorsSoFar
            toldVerdict = .breach(breach)
        case .traffic(var change):
            guard let estimate, answer.trace?.detected == change.since else { return }
            change.since = estimate.at
            toldVerdict = .traffic(change)
        case .clientErrors(var breach):
            guard let estimate, answer.trace?.detected == breach.since else { return }
            breach.since = estimate.at
            toldVerdict = .clientErrors(breach)
        default: return
        }
    }
}
