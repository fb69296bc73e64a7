import Diagnosis
import GoldenSignals
import PromModel

/// What is asked about a breach beyond a refresh: once a breach, but for the parts of the traffic.
struct BreachInquiry: Sendable {
    /// Between two questions for the parts while a breach lasts.
    static let partsInterval = Duration.seconds(30)

    /// What is bad about a request, for the limit that is broken; nil where that is about no request.
    var bad: PartQueries.Bad?
    /// When it began, as nearly as the scrapes tell; nil where that is not known.
    var estimate: OnsetEstimate?
    /// The trace was asked for.
    var isTraced = false
    /// The parts as they were before the onset; nil before they were asked for, empty where they are not known.
    var before: [InstantValue]?
    /// Over which time those are.
    var reach = Duration.zero
    /// The parts as they were told last, and when.
    var parts: (told: TrafficParts, at: ContinuousClock.Instant)?
    /// When the parts were asked for last, answered or not.
    var partsAsked: ContinuousClock.Instant?
}

extension PrometheusSource {
    /// A service whose targets answer fewer of their scrapes is traced over more of them, up to so many.
    static let mostlyAnswered = 0.75
    static let mostScrapes = 4.0
    /// What is asked in addition must not hold up the refresh.
    static let inquiryTimeout = Duration.seconds(2)

    /// When the breach began, as nearly as is known.
    var began: Timestamp? { inquiry.estimate?.at ?? onset }

    /// Takes which limit is broken; a breach that is another one is asked about anew.
    func inquire(about limit: Limit?, isNew: Bool) {
        let bad = limit.flatMap { PartQueries.Bad(breaking: $0, bounds: bucketBounds) }
        let isOther = bad?.signal != inquiry.bad?.signal || (bad == .refused) != (inquiry.bad == .refused)
        guard isNew || isOther else { return }
        inquiry = BreachInquiry()
        inquiry.bad = bad
    }

    /// Asks once a breach for its increments by scrape: they tell when it began.
    ///
    /// Of a breach that nobody saw begin nothing is known before it. It may have been found so much later than it began as
    /// `further` says.
    func askTrace(
        _ chosen: Selection,
        through moment: Timestamp,
        _ newest: SignalPoint?,
        reaching further: Duration = .zero
    ) async -> BreachTrace? {
        guard let onset, isOnsetObserved, let bad = inquiry.bad, !inquiry.isTraced else { return nil }
        inquiry.isTraced = true
        let (requests, generation) = (newest?.requestCount, selectionGeneration)
        let trace = await increments(of: bad, chosen, detected: onset, after: lastEnd, since: onset) { queries in
            [min(queries.start(of: onset - further, requests: requests), moment)...moment]
        }
        // Another breach, or another service, may have come while it was under way.
        guard generation == selectionGeneration, self.onset == onset else { return trace }
        inquiry.estimate = trace.flatMap { OnsetEstimate($0) }
        return trace
    }

    /// Asks for the parts of the traffic, now and before the onset: at the onset, and every half minute while it lasts.
    ///
    /// With `counted` the failures within that time are asked for beside them, and told as well.
    func askParts(
        _ chosen: Selection,
        at moment: Timestamp,
        _ newest: SignalPoint?,
        counting counted: Duration?
    ) async -> (parts: TrafficParts?, failures: Double?) {
        guard let onset, let began, let bad = inquiry.bad else { return (nil, nil) }
        let asked = inquiry.partsAsked.map { monotonic() - $0 }
        guard asked.map({ $0 >= BreachInquiry.partsInterval }) ?? true else { return (inquiry.parts?.told, nil) }
        inquiry.partsAsked = monotonic()
        let generation = selectionGeneration
        if requestSeries == nil {
            let answer = await ask(PartQueries.discovery(chosen.catalog), at: moment)
            guard generation == selectionGeneration else { return (nil, nil) }
            requestSeries = answer?.map(\.labels)
        }
        let reach = PartQueries.reach(
            chosen.window,
            since: began,
            at: moment,
            requests: newest?.requestCount,
            badShare: newest?.share(of: bad)
        )
        guard let series = requestSeries,
            let queries = PartQueries(series, catalog: chosen.catalog.with(window: reach), bad: bad, window: reach),
            let expression = queries.expression
        else { return (nil, nil) }
        if isOnsetObserved, inquiry.before == nil || reach > inquiry.reach * 2 {
            inquiry.reach = reach
            if let (earlier, expression) = before(began, chosen, queries) {
                let answer = await ask(expression, at: earlier)
                guard generation == selectionGeneration, self.onset == onset else { return (nil, nil) }
                inquiry.before = answer
            }
        }
        let isNew = newest.map { $0.firstRequests ?? 0 > 0 || $0.firstFailures ?? 0 > 0 } ?? false
        let more = [
            isNew || reach > chosen.window ? chosen.queries.firstParts(within: reach, by: queries.labels) : nil,
            counted.flatMap { chosen.queries.failures(within: $0) },
        ]
        let whole = ([expression] + more.compactMap { $0 }).joined(separator: " or ")
        let longest = knowledge.dialect?.longestQuery ?? .max
        let answer = await ask(whole.utf8.count <= longest ? whole : expression, at: moment)
        guard let answer, generation == selectionGeneration, self.onset == onset else {
            return (inquiry.parts?.told, nil)
        }
        let now = queries.adding(FirstParts(answer, window: reach), to: answer)
        let told = queries.parts(now: now, before: inquiry.before, since: began)
        inquiry.parts = (told, monotonic())
        return (told, RefreshQueries.failures(in: answer))
    }

    /// The parts as they were before a breach began: when to ask for them, and how; nil where the one before it had just
    /// ended.
    ///
    /// Of few requests the time is as long as for those since.
    private func before(
        _ began: Timestamp,
        _ chosen: Selection,
        _ queries: PartQueries
    ) -> (moment: Timestamp, expression: String)? {
        guard let time = timeBefore(began, chosen) else { return nil }
        let calm = lastEnd.map { time.moment - $0 } ?? queries.window
        return queries.with(window: max(time.window, min(queries.window, calm))).expression.map { (time.moment, $0) }
    }

    /// What a breach that began at a moment is compared with.
    func timeBefore(_ began: Timestamp, _ chosen: Selection) -> TimeBefore? {
        TimeBefore(began, window: chosen.window, step: max(chosen.scrapeInterval, .seconds(1)), after: lastEnd)
    }

    /// One question beside the refresh; nil where it was not answered in time.
    func ask(_ expression: String, at moment: Timestamp) async -> [InstantValue]? {
        let api = api
        let answer = await Self.attempt { () async throws(APIFailure) in
            try await api.query(expression, at: moment, timeout: Self.inquiryTimeout)
        }
        guard case .success(let success) = answer else { return nil }
        note(success)
        return success.value.values
    }
}
