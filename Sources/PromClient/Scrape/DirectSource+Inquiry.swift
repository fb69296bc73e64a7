import Diagnosis
import GoldenSignals
import PromModel

/// What is known about a breach under way.
struct DirectInquiry: Sendable {
    /// When it was found.
    let onset: Timestamp
    /// What is bad about a request.
    let bad: PartQueries.Bad
    /// When it began, as nearly as the scrapes tell.
    let estimate: OnsetEstimate?
    /// The labels that the requests carried then.
    let series: [Labels]
    /// The parts as they were before it; nil where they were not seen.
    ///
    /// Later they are not in the store any more.
    let before: [InstantValue]?
}

extension DirectSource {
    /// Looks once a breach at the increments by scrape, which tell when it began, and at the parts before it.
    func inquire(
        _ catalog: SignalCatalog,
        _ window: Duration,
        _ snapshot: SignalSnapshot,
        at moment: Timestamp
    ) async throws(QueryFailure) -> BreachTrace? {
        guard let onset, let limit, inquiry?.onset != onset else { return nil }
        if let buckets = catalog.latencyBuckets {
            bucketBounds = try await engine.instant(buckets, at: moment).bucketBounds(unit: catalog.unit)
        }
        guard let bad = PartQueries.Bad(breaking: limit, bounds: bucketBounds) else { return nil }
        let step = step
        let queries = BreachTraceQueries(catalog: catalog, bad: bad, step: step, window: window)
        var trace: BreachTrace?
        if isOnsetObserved, let expression = queries.expression {
            // On the moments of the scrapes themselves.
            let first = max(queries.start(of: onset, requests: snapshot.requestCount), moment - retention)
            let steps = max(0, (moment - first).milliseconds / step.milliseconds)
            let answer = try await engine.range(expression, from: moment - step * steps, through: moment, step: step)
            trace = queries.trace(answer, detected: onset, after: lastEnd)
        }
        let estimate = trace.flatMap { OnsetEstimate($0) }
        let began = estimate?.at ?? onset
        let series = try await engine.instant(PartQueries.discovery(catalog), at: moment).map(\.labels)
        var before: [InstantValue]?
        if isOnsetObserved, let time = TimeBefore(began, window: window, step: step, after: lastEnd),
            let covered = covered(time.window, at: time.moment), covered >= step * 2
        {
            let queries = PartQueries(series, catalog: catalog.with(window: covered), bad: bad, window: covered)
            if let expression = queries?.expression {
                before = try await engine.instant(expression, at: time.moment)
            }
        }
        inquiry = DirectInquiry(onset: onset, bad: bad, estimate: estimate, series: series, before: before)
        return trace
    }

    /// The parts of the traffic, now and before the breach; nil where there is none.
    func parts(
        _ catalog: SignalCatalog,
        _ window: Duration,
        _ snapshot: SignalSnapshot,
        at moment: Timestamp
    ) async throws(QueryFailure) -> TrafficParts? {
        guard onset != nil, let inquiry else { return nil }
        let began = inquiry.estimate?.at ?? inquiry.onset
        let wanted = PartQueries.reach(
            window,
            since: began,
            at: moment,
            requests: snapshot.requestCount,
            badShare: SignalPoint(snapshot).share(of: inquiry.bad)
        )
        // As far back as samples are kept.
        let kept = retention - max(.zero, now() - moment) - interval
        let reach = wanted > window ? covered(max(window, min(wanted, kept)), at: moment) ?? window : window
        let catalog = catalog.with(window: reach)
        guard let queries = PartQueries(inquiry.series, catalog: catalog, bad: inquiry.bad, window: reach),
            let expression = queries.expression
        else { return nil }
        let now = try await engine.instant(expression, at: moment)
        return queries.parts(now: now, before: inquiry.before, since: inquiry.estimate?.at ?? inquiry.onset)
    }

    /// How much of a window before a moment was seen; nil where the store does not reach as far.
    private func covered(_ window: Duration, at moment: Timestamp) -> Duration? {
        guard now() - (moment - window) < retention else { return nil }
        // A rate over more than there was would be too low.
        return progress.compactMap { $0.times.filled(of: window, before: moment) }.min()
    }
}
