package import GoldenSignals
import PromModel

// How objectives are kept: asked beside the polls, so that none of them waits for a long window.
extension PrometheusSource {
    /// So long a question about a window may take.
    private static let patience = Duration.seconds(20)
    /// A short window is asked at most as often as this.
    private static let leastInterval = Duration.seconds(15)

    /// Whether there is an objective to ask about.
    var hasObjectives: Bool { !options.objectives.isEmpty || areObjectivesShown || !knowledge.recorded.isEmpty }

    /// Somebody looks at the objectives now: their curves are asked for too, and where none is promised what is usual.
    package func showObjectives() async -> [ObjectiveReport] {
        areObjectivesShown = true
        return await askObjectives(withCurves: true)
    }

    /// Nobody looks at the curves any more.
    package func hideObjectives() { areObjectivesShown = false }

    /// Asks what is due about the objectives, and tells what is known then.
    ///
    /// One question after the other; one that fails is told with its objective, and asked again when it is due.
    @discardableResult
    package func askObjectives(withCurves: Bool) async -> [ObjectiveReport] {
        guard !isAskingObjectives, knowledge.dialect != nil else { return objectives.reports }
        isAskingObjectives = true
        defer { isAskingObjectives = false }
        if knowledge.alertsAt == nil, options.objectives.isEmpty { await askAlerts() }
        await followObjectives()
        let longest = knowledge.dialect?.longestQuery ?? .max
        let generation = selectionGeneration
        for inquiry in objectives.lookups(longest: longest) { await answer(inquiry) }
        for inquiry in objectives.due(at: askedMoment, atLeast: Self.leastInterval, longest: longest) {
            guard generation == selectionGeneration else { return objectives.reports }
            await answer(inquiry)
        }
        if withCurves { await askCurves() }
        return objectives.reports
    }

    /// Those that were asked for; else those that rules record; else, where somebody looks, what is usual.
    private func followObjectives() async {
        // Of a part of the traffic nothing is promised.
        guard narrowing.isEmpty else { return }
        let name = selection?.match.service.name ?? ""
        if !options.objectives.isEmpty {
            objectives.follow(options.objectives.followed(for: selection?.catalog, named: name))
            return
        }
        let recorded = knowledge.recorded
        if !recorded.isEmpty {
            objectives.follow(recorded.followed(periods: await periods(of: recorded), of: name))
        } else if areObjectivesShown, let catalog = selection?.catalog {
            objectives.follow(WantedObjectives.usual(for: catalog, named: name, bounds: bucketBounds))
        } else {
            objectives.follow([])
        }
    }

    /// The periods of recorded objectives, asked once for the same rules.
    private func periods(of recorded: RecordedObjectives) async -> [String: Duration] {
        if let periods = knowledge.periods, periods.of == recorded { return periods.known }
        let (api, moment) = (api, askedMoment)
        let answer = await Self.attempt { () async throws(APIFailure) in
            try await api.query(RecordedObjectives.periodQuestion, at: moment, timeout: Self.patience)
        }
        guard case .success(let success) = answer else { return knowledge.periods?.known ?? [:] }
        let known = RecordedObjectives.periods(success.value.values)
        knowledge.periods = (recorded, known)
        return known
    }

    private func answer(_ inquiry: ObjectiveBook.Inquiry) async {
        let (api, moment) = (api, askedMoment)
        let answer = await Self.attempt { () async throws(APIFailure) in
            try await api.query(inquiry.expression, at: moment, timeout: Self.patience)
        }
        switch answer {
        case .success(let success): objectives.take(success.value.values, of: inquiry, at: moment)
        case .failure(let failure): objectives.fail(inquiry, "\(failure)", at: moment)
        }
    }

    private func askCurves() async {
        let moment = askedMoment
        for (place, questions) in objectives.dueCurves(at: moment) {
            for question in questions {
                let api = api
                let answer = await Self.attempt { () async throws(APIFailure) in
                    try await api.queryRange(
                        question.expression,
                        from: moment - question.period,
                        through: moment,
                        step: question.step,
                        timeout: Self.patience
                    )
                }
                guard case .success(let success) = answer else { continue }
                if objectives.take(curve: success.value, of: question, place: place, at: moment) { break }
            }
        }
    }
}
