import GoldenSignals
import PromModel

/// One query of a refresh.
private enum RefreshQuestion: Sendable {
    case range(String)
    case routes(String)
    case buckets(String)
    case facts(String)
    case overview(String)
}

/// What a query of a refresh brought.
private struct RefreshAnswer: Sendable {
    var series: [Series] = []
    var values: [InstantValue] = []
    var stamp: Timestamp?
    var sent: Timestamp
    var received: Timestamp
    var bytes = 0
    var warnings: [String] = []
}

extension PrometheusSource {
    /// The answers of a refresh, put together.
    private struct Harvest {
        var series: [Series] = []
        var routes: [InstantValue] = []
        var buckets: [InstantValue] = []
        var facts: [InstantValue] = []
        var overview: [InstantValue] = []
        /// Which range queries failed by themselves.
        var failedRanges: Set<Int> = []
    }

    /// Asks for what may have changed, and puts it in its place.
    func refresh(since start: ContinuousClock.Instant) async throws(APIFailure) -> SourceUpdate {
        guard let chosen = selection else { return unansweredUpdate(since: start) }
        let plan = chosen.schedule.plan(at: serverNow)
        let harvest = try await ask(plan, chosen)
        let points = chosen.queries.points(from: harvest.series).filter { !$0.isEmpty }
        // Another service may have been picked while the answers were under way: they are of no use then.
        guard let current = selection, current.match == chosen.match else { return try await refresh(since: start) }
        if plan.full == .audit {
            let result = cache.audit(plan, points)
            audit = SourceReport.Audit(at: plan.through, compared: result.compared, differences: result.differences)
        }
        cache.replace(plan, with: points, span: options.span)
        complete(plan, failed: harvest.failedRanges)
        if !harvest.overview.isEmpty {
            let queries = OverviewQueries(directory: knowledge.directory, window: chosen.window)
            knowledge.overviews = queries.overviews(from: harvest.overview, directory: knowledge.directory)
        }
        return update(plan, chosen, points, harvest, since: start)
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

    private func update(
        _ plan: RefreshSchedule.Plan,
        _ chosen: Selection,
        _ points: [SignalPoint],
        _ harvest: Harvest,
        since start: ContinuousClock.Instant
    ) -> SourceUpdate {
        var snapshot = chosen.queries.snapshot(
            at: plan.through,
            window: chosen.window,
            points: points,
            facts: harvest.facts,
            routes: harvest.routes,
            buckets: harvest.buckets
        )
        // Samples that came after the newest point are not in its numbers.
        if let newest = snapshot.newestSample, newest > plan.through {
            let interval = max(1, chosen.scrapeInterval.milliseconds)
            let later = (newest - plan.through).milliseconds
            snapshot.newestSample = newest - .milliseconds((later + interval - 1) / interval * interval)
        }
        lastSnapshot = snapshot
        var update = SourceUpdate(
            snapshot: snapshot,
            targets: targetStatuses(snapshot),
            failure: allTargetsDown(snapshot),
            cost: ContinuousClock.now - start
        )
        update.patch = HistoryPatch(
            from: plan.from,
            isFull: plan.full != nil,
            points: points,
            settledThrough: plan.settledThrough,
            step: plan.step
        )
        update.report = report()
        return update
    }

    private func ask(_ plan: RefreshSchedule.Plan, _ chosen: Selection) async throws(APIFailure) -> Harvest {
        let queries = chosen.queries
        var questions = queries.ranges.map(RefreshQuestion.range)
        if let routes = queries.routes { questions.append(.routes(routes)) }
        if let buckets = queries.buckets { questions.append(.buckets(buckets)) }
        let lasted = onset.map { max(plan.through - $0, .seconds(1)) }
        questions.append(.facts(queries.facts(onset: lasted)))
        if knowledge.directory.services.count > 1 {
            let overview = OverviewQueries(directory: knowledge.directory, window: chosen.window)
            questions += overview.expressions.map(RefreshQuestion.overview)
        }
        let timeout = plan.full == nil ? min(max(plan.step, .seconds(5)), .seconds(15)) : .seconds(30)
        let asking = (api: api, now: now)
        let results: [(Int, Result<RefreshAnswer, APIFailure>)] = await withTaskGroup { group in
            for (index, question) in questions.enumerated() {
                group.addTask {
                    (index, await Self.answer(question, plan, asking.api, timeout, asking.now))
                }
            }
            var results: [(Int, Result<RefreshAnswer, APIFailure>)] = []
            for await result in group {
                results.append(result)
                // Where the server itself fails the others fail alike: none is waited for.
                if case .failure(let failure) = result.1, !failure.isAboutTheQuery { group.cancelAll() }
            }
            return results.sorted { $0.0 < $1.0 }
        }
        return try gather(results, questions)
    }

    private func gather(
        _ results: [(Int, Result<RefreshAnswer, APIFailure>)],
        _ questions: [RefreshQuestion]
    ) throws(APIFailure) -> Harvest {
        var harvest = Harvest()
        let failures = results.compactMap { result in
            if case .failure(let failure) = result.1, !failure.isAboutTheQuery { failure } else { nil }
        }
        // The first that came by itself, not the ones that were cancelled because of it.
        if let first = failures.first(where: { $0 != .transport(.cancelled) }) ?? failures.first { throw first }
        for (index, result) in results {
            cost.queries += 1
            guard case .success(let answer) = result else {
                if case .failure(let failure) = result { cost.failed.append("\(failure)") }
                if case .range = questions[index] { harvest.failedRanges.insert(index) }
                continue
            }
            cost.bytes += answer.bytes
            for warning in answer.warnings where !cost.warnings.contains(warning) { cost.warnings.append(warning) }
            switch questions[index] {
            case .range: harvest.series += answer.series
            case .routes: harvest.routes = answer.values
            case .buckets: harvest.buckets = answer.values
            case .overview: harvest.overview += answer.values
            case .facts:
                harvest.facts = answer.values
                if let stamp = answer.stamp {
                    knowledge.clock.note(sent: answer.sent, received: answer.received, server: stamp)
                }
            }
        }
        return harvest
    }

    private static func answer(
        _ question: RefreshQuestion,
        _ plan: RefreshSchedule.Plan,
        _ api: PrometheusAPI,
        _ timeout: Duration,
        _ now: @Sendable () -> Timestamp
    ) async -> Result<RefreshAnswer, APIFailure> {
        do throws(APIFailure) {
            var result = RefreshAnswer(sent: now(), received: now())
            switch question {
            case .range(let expression):
                let answer = try await api.queryRange(
                    expression,
                    from: plan.from,
                    through: plan.through,
                    step: plan.step,
                    timeout: timeout
                )
                result.series = answer.value
                result.take(answer)
            case .routes(let expression), .buckets(let expression), .overview(let expression):
                let answer = try await api.query(expression, at: plan.through, timeout: timeout)
                result.values = answer.value.values
                result.take(answer)
            case .facts(let expression):
                // Without a time: the server stamps the answer with its own.
                let answer = try await api.query(expression, timeout: timeout)
                result.values = answer.value.values
                result.stamp = answer.value.at
                result.take(answer)
            }
            result.received = now()
            return .success(result)
        } catch {
            return .failure(error)
        }
    }

    /// Asks for the numbers of all services, before one of them is chosen.
    func askOverview() async throws(APIFailure) {
        let window = options.window ?? .seconds(60)
        let queries = OverviewQueries(directory: knowledge.directory, window: window)
        var values: [InstantValue] = []
        for expression in queries.expressions { values += try await vector(expression) }
        knowledge.overviews = queries.overviews(from: values, directory: knowledge.directory)
    }
}

extension RefreshAnswer {
    fileprivate mutating func take<Value>(_ answer: APIAnswer<Value>) {
        bytes = answer.bytes
        warnings = answer.warnings
        if answer.isPartial { warnings.append("the answer is partial: some of the storage did not take part") }
    }
}
