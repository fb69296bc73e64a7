package import PromModel

/// What was counted scrape by scrape around the moment when a limit was found broken.
package struct BreachTrace: Sendable, Equatable, Codable {
    /// Requests from one scrape to the next.
    package struct Increment: Sendable, Equatable, Codable {
        /// The moment it was asked for; the newest scrape is at most one interval older.
        package let at: Timestamp
        /// All of them.
        package let requests: Double
        /// Those that break the limit.
        package let bad: Double

        /// Memberwise.
        package init(at moment: Timestamp, requests: Double, bad: Double) {
            at = moment
            self.requests = requests
            self.bad = bad
        }
    }

    /// The breach it is about: the first evaluation over the limit.
    package let detected: Timestamp
    /// Between two scrapes.
    package let step: Duration
    /// Oldest first.
    package let increments: [Increment]
    /// What breaks the limit is how many requests come, not what becomes of them.
    package let isOfTraffic: Bool
    /// The share of its scrapes that the median target answered, 0 to 1; nil where nobody told.
    package var answered: Double?

    /// Memberwise.
    package init(detected: Timestamp, step: Duration, increments: [Increment], isOfTraffic: Bool = false) {
        self.isOfTraffic = isOfTraffic
        self.detected = detected
        self.step = step
        self.increments = increments
    }
}

/// Asks for what was counted scrape by scrape.
package struct BreachTraceQueries: Sendable, Equatable {
    private static let requestsTag = "requests"
    private static let badTag = "bad"
    private static let firstTag = "first"
    private static let answeredTag = "answered"
    /// So many scrapes before the window of the evaluation that found the breach are looked at.
    private static let scrapesBefore: Int64 = 20
    /// Nothing earlier than this is looked at, however long the window.
    private static let longest = Duration.seconds(3600)

    private let catalog: SignalCatalog
    /// Between two scrapes.
    package let step: Duration
    private let window: Duration
    private let bad: PartQueries.Bad
    private let addsFirstValues: Bool

    /// Queries for a catalogue whose targets are scraped every `step`; `window` is the catalogue's.
    ///
    /// With `addsFirstValues` the failures that the first values of new series stand for are counted as well: the first
    /// ones of all are those that tell when it began.
    package init(
        catalog: SignalCatalog,
        bad: PartQueries.Bad,
        step: Duration,
        window: Duration,
        addsFirstValues: Bool = false
    ) {
        self.bad = bad
        self.addsFirstValues = addsFirstValues
        // Two scrapes make an increase.
        self.catalog = catalog.with(window: step * 2)
        self.step = step
        self.window = window
    }

    /// A range query with ``step``; nil where nothing bad can be told.
    package var expression: String? {
        guard let counts else { return nil }
        let range = SignalCatalog.durationText(step * Self.scrapesBefore)
        // Of those that are down for good nothing is expected.
        let answered = "quantile(0.5, avg_over_time(\(catalog.targetsUp)[\(range)]) > 0)"
        return SignalCatalog.combined(counts + [(Self.answeredTag, answered)])
    }

    private var counts: [(String, String?)]? {
        switch bad {
        case .failed:
            guard let failed = catalog.failedRate else { return nil }
            let first = addsFirstValues ? catalog.firstValues(interval: step).failures(within: step) : nil
            return [(Self.requestsTag, catalog.askedRate), (Self.badTag, failed), (Self.firstTag, first)]
        case .refused:
            guard let refused = catalog.clientErrorRate else { return nil }
            return [(Self.requestsTag, catalog.askedRate), (Self.badTag, refused)]
        case .slow(let bound, let signal):
            guard let (all, slow) = catalog.slowRate(overSeconds: bound, on: signal) else { return nil }
            return [(Self.requestsTag, all), (Self.badTag, slow)]
        case .traffic: return [(Self.requestsTag, catalog.askedRate)]
        case .full: return nil
        }
    }

    /// So many requests are to lie before it.
    private static let fewestRequests = 100.0
    private static let mostWindows = 30.0

    /// The first moment to ask for, for a breach that was found at a moment.
    ///
    /// `requests` is how many the window held then: a breach of few requests was found by those of many windows, and
    /// began before them.
    package func start(of detected: Timestamp, requests: Double? = nil) -> Timestamp {
        let windows = requests.map { min(Self.mostWindows, max(1, Self.fewestRequests / max(1, $0))) } ?? 1
        return aligned(detected - min(window * (2 * windows) + step * Self.scrapesBefore, Self.longest))
    }

    /// What to ask for about a breach that is over: the time around its onset and that around its end, or all from one to
    /// the other where that is not long.
    package func stretches(
        of breach: EndedBreach,
        requests: Double? = nil,
        through newest: Timestamp
    ) -> [ClosedRange<Timestamp>] {
        let first = start(of: breach.found - breach.step, requests: requests)
        let reach = window + breach.step + step * 2
        let last = max(first, min(newest, breach.until + reach))
        let (onset, end) = (breach.found + reach, aligned(breach.until - window - reach))
        guard breach.until - breach.found > Self.longest, onset < end, end < last else { return [first...last] }
        return [first...onset, end...last]
    }

    /// On multiples of the step, as any range query of a dashboard: servers keep their answers.
    private func aligned(_ moment: Timestamp) -> Timestamp {
        let grid = max(1, step.milliseconds)
        return Timestamp(milliseconds: moment.milliseconds / grid * grid)
    }

    /// The increments that an answer holds, without what came up to `end`, when the breach before it ended: what comes and
    /// goes has an onset each time.
    package func trace(_ answer: [Series], detected: Timestamp, after end: Timestamp? = nil) -> BreachTrace {
        var bad: [Timestamp: Double] = [:]
        var requests: [Timestamp: Double] = [:]
        var answered: Double?
        let seconds = step.inSeconds
        for series in answer {
            let tag = series.labels[SignalCatalog.tagLabel]
            for sample in series.samples where sample.value.isFinite {
                switch tag {
                case Self.firstTag: bad[sample.timestamp, default: 0] += sample.value
                case Self.badTag: bad[sample.timestamp, default: 0] += sample.value * seconds
                case Self.answeredTag: answered = sample.value
                default: requests[sample.timestamp] = sample.value * seconds
                }
            }
        }
        let newer = requests.filter { moment, _ in end.map { moment > $0 } ?? true }
        let increments = newer.sorted { $0.key < $1.key }.map { moment, count in
            BreachTrace.Increment(at: moment, requests: max(count, bad[moment] ?? 0), bad: bad[moment] ?? 0)
        }
        var trace = BreachTrace(
            detected: detected,
            step: step,
            increments: increments,
            isOfTraffic: self.bad == .traffic
        )
        trace.answered = answered
        return trace
    }
}
