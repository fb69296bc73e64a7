import Diagnosis
import GoldenSignals
import PromModel

extension PrometheusSource {
    /// Asks for what may have changed, and puts it in its place.
    func refresh(since start: ContinuousClock.Instant) async throws(APIFailure) -> SourceUpdate {
        guard var chosen = selection else {
            // The others go on while the one that was asked for is missing; a failure here is no news.
            try? await askOverview()
            return unansweredUpdate(since: start)
        }
        let generation = selectionGeneration
        let plan = chosen.schedule.plan(at: serverNow - chosen.delay)
        var harvest: RefreshHarvest
        do throws(APIFailure) {
            harvest = try await ask(plan, chosen)
        } catch {
            // What a server cannot answer with first values it may well answer without.
            guard error.isAboutTheQuery, chosen.firstValuesNote == nil, generation == selectionGeneration,
                let plainer = selection, plainer.firstValuesNote != nil
            else { throw error }
            chosen = plainer
            harvest = try await ask(plan, chosen)
        }
        // Another service may have been picked while the answers were under way: they are of no use then.
        guard generation == selectionGeneration, !followLateness(in: harvest.facts, of: chosen)
        else { return try await refresh(since: start) }
        var points = chosen.queries.points(from: harvest.series).filter { !$0.isEmpty }
        failedSignals = [:]
        await withdrawQuantiles(&harvest, &points, chosen, through: plan.through)
        guard generation == selectionGeneration else { return try await refresh(since: start) }
        if plan.full == .audit {
            let result = cache.audit(plan, points)
            audit = SourceReport.Audit(at: plan.through, compared: result.compared, differences: result.differences)
        }
        cache.replace(plan, with: points, span: options.span)
        complete(plan, failed: Set(harvest.failedRanges.keys))
        for (index, reason) in harvest.failedRanges {
            for signal in chosen.queries.rangeSignals[index] { failedSignals[signal] = "the query failed: \(reason)" }
        }
        takeOverview(harvest, at: plan.through)
        if !harvest.overview.isEmpty { await askWhoAnswersInList(through: plan.through) }
        harvest.answering = await askWhoAnswers(chosen, harvest.facts, through: plan.through)
        guard generation == selectionGeneration else { return try await refresh(since: start) }
        // What it takes once is not what a poll costs.
        let asking = ContinuousClock.now
        let newest = points.last { $0.at == plan.through }
        let trace = await askTrace(chosen, through: plan.through, newest)
        let ended = await askEnded(chosen, through: plan.through, newest)
        await askBeforeOnset(chosen)
        await addFirstParts(to: &harvest, chosen, newest, at: plan.through)
        // The failures of a breach whose beginning was just found were counted from when it was told.
        let counted = trace == nil ? nil : countedOnset(through: plan.through, step: plan.step)
        let (parts, recount) = await askParts(chosen, at: plan.through, newest, counting: counted)
        await followLosses(in: harvest, of: chosen, at: plan.through)
        let past = await askProcessPast(chosen, plan)
        let requestPast = await askRequestPast(chosen, plan)
        await askLastRequest(of: chosen, points, plan)
        let once = ContinuousClock.now - asking
        guard generation == selectionGeneration else { return try await refresh(since: start) }
        var update = update(plan, chosen, points, harvest, since: start + once)
        (update.trace, update.ended) = (trace, ended)
        if let recount {
            update.snapshot.errorsSinceOnset = recount
            errorCount = (recount, monotonic(), update.snapshot.errorTotals)
        }
        (update.processPast, update.requestPast) = (past, requestPast)
        update.snapshot.parts = parts
        return update
    }

    /// Adds what first values stand for to each part, as it is in the rates of the whole.
    ///
    /// A birth that is seen for the first time was not asked about by part: that takes a question more.
    func addFirstParts(
        to harvest: inout RefreshHarvest,
        _ chosen: Selection,
        _ newest: SignalPoint?,
        at moment: Timestamp
    ) async {
        guard let breakdown = chosen.queries.breakdown, var told = harvest.explanation else { return }
        let isNew = newest.map { $0.firstRequests ?? 0 > 0 || $0.firstFailures ?? 0 > 0 } ?? false
        let expression = chosen.queries.firstParts(within: chosen.window, by: breakdown.firstLabels)
        if isNew, !FirstParts(told, window: chosen.window).isAnswered, let expression {
            told += await ask(expression, at: moment) ?? []
        }
        harvest.explanation = breakdown.adding(FirstParts(told, window: chosen.window), to: told)
    }

    /// Notes how far a plan was answered: what a failing query left out is asked for again.
    private func complete(_ plan: RefreshSchedule.Plan, failed: Set<Int>) {
        let isNew = failed.contains { failedRanges[$0] == nil }
        // One that failed more than once has left a hole that no tail reaches.
        let isBack = failedRanges.contains { $0.value > 1 && !failed.contains($0.key) }
        failedRanges = Dictionary(uniqueKeysWithValues: failed.map { ($0, (failedRanges[$0] ?? 0) + 1) })
        if !isNew { selection?.schedule.completed(plan) }
        if isBack { selection?.schedule.invalidate(.gap) }
    }

    /// Numbers of all services; those that could not be had keep their age.
    private func takeOverview(_ harvest: RefreshHarvest, at moment: Timestamp) {
        guard !harvest.overview.isEmpty else { return }
        // Numbers of half the questions would call a slow service well: better those of before, with their age.
        failedOverviews = harvest.failedOverview.isEmpty ? 0 : failedOverviews + 1
        let traffic = harvest.overviewQueries.trafficCount
        if harvest.failedOverview.contains(where: { $0 < traffic }) || (1...2).contains(failedOverviews) { return }
        knowledge.overviews = harvest.overviewQueries.overviews(
            from: harvest.overview,
            directory: knowledge.directory,
            at: moment
        )
        knowledge.overviewsAt = moment
    }

    private func update(
        _ plan: RefreshSchedule.Plan,
        _ chosen: Selection,
        _ points: [SignalPoint],
        _ harvest: RefreshHarvest,
        since start: ContinuousClock.Instant
    ) -> SourceUpdate {
        var snapshot = chosen.queries.snapshot(
            at: plan.through,
            window: chosen.window,
            points: points,
            facts: harvest.facts,
            explanation: harvest.explanation ?? []
        )
        snapshot.spread = spread(of: harvest, chosen)
        if RefreshQueries.unevenBounds(in: harvest.series).contains(plan.through) { snapshot.withdrawQuantiles() }
        chosen.queries.withdrawChanged(&snapshot, in: harvest.series)
        if harvest.explanation == nil, let lastSnapshot { snapshot.markClipped(like: lastSnapshot) }
        if let buckets = harvest.explanation, chosen.catalog.latencyBuckets != nil {
            let bounds = buckets.bucketBounds(unit: chosen.catalog.unit)
            if !bounds.isEmpty { bucketBounds = bounds }
        }
        explain(&snapshot, harvest, chosen)
        harvest.answering?.weigh(&snapshot)
        let areUsable = snapshot.distrust == nil && harvest.answering?.areUsable ?? true
        // Nor is anything to be explained by numbers that are none.
        if let distrust = snapshot.distrust { snapshot.distrust(distrust) }
        // Samples that came after the newest point are not in its numbers.
        if let newest = snapshot.newestSample, newest > plan.through {
            let interval = max(1, chosen.scrapeInterval.milliseconds)
            let later = (newest - plan.through).milliseconds
            snapshot.newestSample = newest - .milliseconds((later + interval - 1) / interval * interval)
        }
        // A scrape that failed has ended the series: what the window still counts is as old as their last sample.
        if snapshot.newestSample == nil, snapshot[.requestRate].state != .noData {
            snapshot.newestSample = selection?.newestSample
        }
        if let newest = snapshot.newestSample { selection?.newestSample = newest }
        snapshot.lateness = chosen.delay
        snapshot.unjudgedFailures = chosen.match.unjudgedFailures
        snapshot.partialAnswer = harvest.lack.map { "the source warns: \($0)" }
        snapshot.habit = habit(of: chosen)
        if case .at(let last) = selection?.lastRequest { snapshot.lastRequest = last }
        keepErrorCount(&snapshot)
        let targets = targetStatuses(snapshot)
        snapshot.outage = TargetOutage(targets)
        noteReturn(snapshot)
        lastSnapshot = snapshot
        var update = SourceUpdate(
            snapshot: snapshot,
            targets: targets,
            failure: nil,
            cost: ContinuousClock.now - start
        )
        update.patch = HistoryPatch(
            from: plan.from,
            isFull: plan.full != nil,
            points: snapshot.distrust != nil ? points.map(\.distrusted) : areUsable ? points : [],
            settledThrough: plan.settledThrough,
            step: plan.step
        )
        if plan.full != nil, plan.full != .audit {
            update.past = chosen.queries.past(at: plan.from, facts: harvest.facts)
        }
        update.report = report()
        return update
    }

    /// Asks once an onset and dimension for what was before: the failures that are new are the difference.
    ///
    /// Of an onset that nobody saw nothing is known before it.
    private func askBeforeOnset(_ chosen: Selection) async {
        guard let onset = began, isOnsetObserved, let queries = chosen.queries.breakdown else { return }
        let key = BeforeOnset(onset: onset, dimension: queries.dimension)
        switch beforeOnset[key] {
        case .values: return
        case .failed(let at) where monotonic() - at < .seconds(60): return
        case .failed, nil: break
        }
        let generation = selectionGeneration
        guard let time = timeBefore(onset, chosen) else { return }
        let expression = queries.with(window: time.window).before
        let api = api
        // Who explains the failures is not worth the verdict: without an answer shares are those of the window.
        let answer = await Self.attempt { () async throws(APIFailure) in
            try await api.query(expression, at: time.moment, timeout: .seconds(2))
        }
        guard generation == selectionGeneration else { return }
        // Two limits that are the worst one in turn, and a look by another label.
        if beforeOnset.count >= 16 { beforeOnset = [:] }
        guard case .success(let success) = answer else {
            beforeOnset[key] = .failed(at: monotonic())
            return
        }
        note(success)
        beforeOnset[key] = .values(success.value.values)
    }

    private func explain(_ snapshot: inout SignalSnapshot, _ harvest: RefreshHarvest, _ chosen: Selection) {
        guard let queries = chosen.queries.breakdown, let now = harvest.explanation else { return }
        let key = began.map { BeforeOnset(onset: $0, dimension: queries.dimension) }
        var before: [InstantValue]?
        if let key, case .values(let values) = beforeOnset[key] { before = values }
        snapshot.breakdown = queries.breakdown(
            now: now + harvest.quantiles,
            before: before,
            since: before == nil ? nil : began,
            total: snapshot.errorsPerSecond
        )
    }

    /// Failures since a long-standing onset are asked for now and then; in between what the counters rose is added.
    private func keepErrorCount(_ snapshot: inout SignalSnapshot) {
        if let count = snapshot.errorsSinceOnset {
            errorCount = (count, monotonic(), snapshot.errorTotals)
        } else if onset != nil, let errorCount {
            let risen = snapshot.errorTotals.reduce(0) { sum, total in
                guard let before = errorCount.totals[total.key] else { return sum }
                return sum + (total.value >= before ? total.value - before : total.value)
            }
            snapshot.errorsSinceOnset = errorCount.value + risen
        } else {
            errorCount = nil
        }
    }

    /// How far back failures are to be counted in this refresh: to the last evaluation that kept the limit, one step
    /// before the onset; nil for not at all.
    ///
    /// A day-old breach would have every poll read a day.
    func countedOnset(through moment: Timestamp, step: Duration) -> Duration? {
        guard let onset = inquiry.estimate?.countedFrom ?? onset else { return nil }
        let lasted = max(moment - onset, .zero) + step
        guard lasted <= .seconds(21_600) else {
            errorCount = nil
            return nil
        }
        if lasted > .seconds(600), let last = errorCount?.at, monotonic() - last < .seconds(60) { return nil }
        return lasted
    }

    /// The queries about all services.
    var overviewQueries: OverviewQueries { overviewQueries(of: knowledge.directory) }

    /// The queries about the services of a directory.
    func overviewQueries(of directory: ServiceDirectory) -> OverviewQueries {
        let series = directory.matches.reduce(0) { $0 + $1.requestSeries }
        return OverviewQueries(
            directory: directory,
            window: usualWindow,
            windows: windows(of: directory.services),
            addsFirstValues: options.scraping.countsFromZero && series <= Self.mostForFirstValues,
            longest: knowledge.dialect?.longestQuery ?? .max,
            intervals: serviceIntervals,
            marksYoung: true,
            ratesAreSlopes: knowledge.dialect?.ratesAreSlopes ?? false
        )
    }

    /// Asks for the numbers of all services, before one of them is chosen.
    func askOverview() async throws(APIFailure) {
        let queries = overviewQueries
        var values: [InstantValue] = []
        let moment = serverNow
        for expression in queries.expressions { values += try await vector(expression) }
        await askWhoAnswersInList(through: moment)
        knowledge.overviews = rated(queries.overviews(from: values, directory: knowledge.directory, at: moment))
        knowledge.overviewsAt = serverNow
    }
}
