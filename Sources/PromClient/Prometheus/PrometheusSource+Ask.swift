import GoldenSignals
import PromModel

/// One query of a refresh.
private enum RefreshQuestion: Sendable {
    case range(Int, String)
    case facts(String)
    case explanation(String)
    case quantiles(String)
    case overview(Int, String)

    /// Whether nothing can be said without its answer where the server itself fails.
    ///
    /// Who explains the failures, and how the other services are, is not worth the verdict.
    var isEssential: Bool {
        switch self {
        case .range, .facts: true
        case .explanation, .quantiles, .overview: false
        }
    }

    /// What it asks for, in words: the server's own name no question, and one that is too costly is to be found.
    func subject(_ queries: RefreshQueries) -> String {
        switch self {
        case .range(let place, _): queries.rangeSignals[place].map(\.label).joined(separator: " and ")
        case .facts: "the targets and their newest samples"
        case .explanation: "who has the failures"
        case .quantiles: "the latency of each part"
        case .overview: "all services"
        }
    }
}

/// What a query of a refresh brought.
private struct RefreshAnswer: Sendable {
    var series: [Series] = []
    var values: [InstantValue] = []
    var histograms: [HistogramSeries] = []
    var stamp: Timestamp?
    var sent: Timestamp
    var received: Timestamp
    var bytes = 0
    var warnings: [String] = []
    var lack: String?

    mutating func take<Value>(_ answer: APIAnswer<Value>) {
        bytes = answer.bytes
        warnings = answer.warnings
        lack = answer.lack
        if answer.isPartial { warnings.append(APIAnswer<Value>.partialText) }
    }
}

/// The answers of a refresh, put together.
struct RefreshHarvest {
    var series: [Series] = []
    /// Who explains the failures, and the buckets; nil where it was not answered.
    var explanation: [InstantValue]?
    /// The latencies where they are kept as native histograms.
    var latencies: [HistogramSeries] = []
    var quantiles: [InstantValue] = []
    var facts: [InstantValue] = []
    /// Who answers behind the addresses that tell no start time; nil where it was not asked.
    var answering: StoredProcesses?
    var overview: [InstantValue] = []
    /// What was asked about all services: what is known of them may change while it is under way.
    var overviewQueries: OverviewQueries
    /// Those of the queries about all services that were not answered, by their place.
    var failedOverview: Set<Int> = []
    /// Why an answer that the verdict is made of may lack a part; nil where the server told nothing like it.
    var lack: String?
    /// Which range queries failed by themselves, and why.
    var failedRanges: [Int: String] = [:]
}

extension PrometheusSource {
    /// At most so many queries are under way at once.
    private static let concurrency = 4

    /// Asks what a plan takes; `then` are the services of a moment that is over, which is no poll: then the facts are those
    /// of that moment too.
    func ask(
        _ plan: RefreshSchedule.Plan,
        _ chosen: Selection,
        then: ServiceDirectory? = nil
    ) async throws(APIFailure) -> RefreshHarvest {
        let queries = chosen.queries
        let isPast = then != nil
        let directory = then ?? knowledge.directory
        let overview = overviewQueries(of: directory)
        var questions = queries.ranges.enumerated().map { RefreshQuestion.range($0.offset, $0.element) }
        // What was when the shown span began tells what has changed since: once is enough.
        let past = plan.full == nil || plan.full == .audit ? nil : plan.through - plan.from
        let factsAt = isPast ? plan.through : nil
        let facts = queries.facts(
            versions: knowledge.versionMetrics,
            past: past
        )
        questions.append(.facts(facts))
        let counted = isPast ? nil : countedOnset(through: plan.through, step: plan.step)
        let longest = knowledge.dialect?.longestQuery ?? .max
        // While some are in the window, by the refresh before.
        let isNew = !isPast && (lastSnapshot?.firstRequests ?? 0 > 0 || lastSnapshot?.firstFailures ?? 0 > 0)
        let explanations = [
            queries.explanation(failuresWithin: counted, withFirstValues: isNew),
            queries.explanation(failuresWithin: counted), queries.explanation(),
        ]
        .compactMap { $0 }
        if let explanation = explanations.first(where: { $0.utf8.count <= longest }) ?? explanations.last {
            questions.append(.explanation(explanation))
        }
        if let quantiles = queries.quantiles { questions.append(.quantiles(quantiles)) }
        if directory.services.count > 1 {
            questions += overview.expressions.enumerated().map { RefreshQuestion.overview($0.offset, $0.element) }
        }
        // Who asked to be left alone is asked no more than the verdict needs.
        if !isPast, let sparedUntil, monotonic() < sparedUntil { questions.removeAll { !$0.isEssential } }
        let timeout = plan.full == nil ? min(max(plan.step, .seconds(5)), .seconds(15)) : .seconds(30)
        let asking = (api: api, now: now)
        let asked = questions
        let results = await withTaskGroup(
            of: (Int, Result<RefreshAnswer, APIFailure>).self,
            returning: [(Int, Result<RefreshAnswer, APIFailure>)].self
        ) { group in
            var waiting = asked.enumerated().makeIterator()
            func add() {
                guard let (index, question) = waiting.next() else { return }
                group.addTask { (index, await Self.answer(question, plan, factsAt, asking.api, timeout, asking.now)) }
            }
            // Each has its time from when it is sent, not from when it would have liked to be.
            for _ in 0..<Self.concurrency { add() }
            var results: [(Int, Result<RefreshAnswer, APIFailure>)] = []
            for await result in group {
                results.append(result)
                // Where the server itself fails the others fail alike: none is waited for.
                if case .failure(let failure) = result.1, !failure.isAboutTheQuery, asked[result.0].isEssential {
                    group.cancelAll()
                    break
                }
                add()
            }
            return results.sorted { $0.0 < $1.0 }
        }
        return try gather(results, questions, queries, overview, isPast: isPast)
    }

    private func gather(
        _ results: [(Int, Result<RefreshAnswer, APIFailure>)],
        _ questions: [RefreshQuestion],
        _ queries: RefreshQueries,
        _ overview: OverviewQueries,
        isPast: Bool
    ) throws(APIFailure) -> RefreshHarvest {
        var harvest = RefreshHarvest(overviewQueries: overview)
        for (index, result) in results {
            let question = questions[index]
            if !isPast { cost.queries += 1 }
            let answer: RefreshAnswer
            switch result {
            case .success(let success): answer = success
            case .failure(let unnamed):
                let failure = unnamed.asking(for: question.subject(queries))
                guard !question.isEssential || failure.isAboutTheQuery else { throw failure }
                // Without traffic, failures and age there is nothing to judge by.
                if case .facts = question { throw failure }
                if case .range(let place, _) = question {
                    if queries.asksFirstValues(range: place) {
                        // The rates are worth more: the next poll asks without.
                        selection?.firstValuesNote = "as the server counts them, without first values: \(failure)"
                    }
                    if queries.isEssential(range: place) { throw failure }
                    harvest.failedRanges[place] = "\(failure)"
                }
                if !isPast, let wish = failure.retryAfter {
                    sparedUntil = monotonic() + min(wish, BackOff.longestWish)
                }
                if case .overview(let place, _) = question { harvest.failedOverview.insert(place) }
                if !isPast, !cost.failed.contains("\(failure)") { cost.failed.append("\(failure)") }
                continue
            }
            if !isPast { note(answer) }
            if question.isEssential { harvest.lack = harvest.lack ?? answer.lack }
            switch question {
            case .range: harvest.series += answer.series
            case .explanation: (harvest.explanation, harvest.latencies) = (answer.values, answer.histograms)
            case .quantiles: harvest.quantiles = answer.values
            case .overview: harvest.overview += answer.values
            case .facts:
                harvest.facts = answer.values
                if !isPast, let stamp = answer.stamp {
                    knowledge.clock.note(sent: answer.sent, received: answer.received, server: stamp)
                }
            }
        }
        return harvest
    }

    private func note(_ answer: RefreshAnswer) {
        cost.bytes += answer.bytes
        for warning in answer.warnings where !cost.warnings.contains(warning) { cost.warnings.append(warning) }
    }

    private static func answer(
        _ question: RefreshQuestion,
        _ plan: RefreshSchedule.Plan,
        _ factsAt: Timestamp?,
        _ api: PrometheusAPI,
        _ timeout: Duration,
        _ now: @Sendable () -> Timestamp
    ) async -> Result<RefreshAnswer, APIFailure> {
        do throws(APIFailure) {
            var result = RefreshAnswer(sent: now(), received: now())
            switch question {
            case .range(_, let expression):
                let answer = try await api.queryRange(
                    expression,
                    from: plan.from,
                    through: plan.through,
                    step: plan.step,
                    timeout: timeout
                )
                result.series = answer.value
                result.take(answer)
            case .explanation(let expression), .quantiles(let expression), .overview(_, let expression):
                let answer = try await api.query(expression, at: plan.through, timeout: timeout)
                result.values = answer.value.values
                result.histograms = answer.value.histograms
                result.take(answer)
            case .facts(let expression):
                // Without a time: the server stamps the answer with its own.
                let answer = try await api.query(expression, at: factsAt, timeout: timeout)
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
}
