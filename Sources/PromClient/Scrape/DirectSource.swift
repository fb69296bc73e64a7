package import GoldenSignals
package import PromModel

/// Scrapes targets itself and evaluates the signals over what it got: the source that needs no Prometheus.
package actor DirectSource {
    /// At most so many pages are fetched at once.
    private static let concurrency = 16

    let targets: [ScrapeTarget]
    let window: Duration
    let interval: Duration
    let engine: EmbeddedQueryEngine
    let detection: ServiceDetection?
    let options: ScrapeOptions
    private let scraper: Scraper
    /// What was learnt of each target's page, by its URL.
    private var caches: [String: ExpositionCache] = [:]
    /// What the failures are told apart by.
    var dimension = Dimension.route
    var onset: Timestamp?
    /// Whether the service was seen well before the onset.
    var isOnsetObserved = false
    /// What was before an onset, by every label: later it is not in the store any more.
    var beforeOnset: (onset: Timestamp, answers: [Dimension: [InstantValue]])?
    /// The processes' start times when their versions were last looked at, and what they were.
    var versions: (starts: [String: Double], known: [String: String])?
    /// The wall clock; a parameter so that time can be told in tests.
    let now: @Sendable () -> Timestamp
    /// How the numbers are asked for; nil before a profile fits.
    var catalog: SignalCatalog?
    /// The profiles that fit the pages.
    var directory = ServiceDirectory(matches: [], targets: [:])
    /// The one chosen by the user or by its place among those that fit.
    var match: ServiceMatch?
    var wantedProfile: String?
    /// The first scrape that any target answered.
    private(set) var firstAnswer: Timestamp?

    /// A source over `targets`, scraped every `interval`, whose metrics are those of a catalogue.
    package init(
        targets: [ScrapeTarget],
        scraper: Scraper,
        catalog: SignalCatalog,
        window: Duration,
        interval: Duration,
        options: ScrapeOptions = ScrapeOptions(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.targets = targets
        self.scraper = scraper
        self.catalog = catalog
        self.window = window
        self.interval = interval
        self.now = now
        detection = nil
        self.options = options
        engine = Self.engine(window: window, options)
    }

    /// A source over `targets` that finds out by which of the profiles their metrics are named.
    package init(
        targets: [ScrapeTarget],
        scraper: Scraper,
        profiles: [MetricProfile],
        wanted: String?,
        window: Duration,
        interval: Duration,
        options: ScrapeOptions = ScrapeOptions(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.targets = targets
        self.scraper = scraper
        self.window = window
        self.interval = interval
        self.now = now
        detection = ServiceDetection(profiles: profiles)
        wantedProfile = wanted
        self.options = options
        engine = Self.engine(window: window, options)
    }

    /// The charts keep their own points; the store only has to answer for one window, and for the one before an onset.
    private static func retention(of window: Duration) -> Duration { window * 3 + .seconds(10) }

    private static func engine(window: Duration, _ options: ScrapeOptions) -> EmbeddedQueryEngine {
        EmbeddedQueryEngine(
            retention: retention(of: window),
            memoryBudget: options.memoryBudget,
            countsFromZero: options.countsFromZero
        )
    }

    /// How far back the store reaches.
    var retention: Duration { Self.retention(of: window) }

    /// Polls until cancelled, on wall-clock multiples of the interval; a poll that takes longer skips the next.
    package func run(emit: @escaping @Sendable (SourceUpdate) -> Void) async {
        while !Task.isCancelled {
            if let update = await pollOnce() { emit(update) }
            let step = max(1, interval.milliseconds)
            let moment = now().milliseconds
            let wait = step - moment % step
            try? await Task.sleep(for: .milliseconds(wait), tolerance: .zero)
        }
    }

    /// One scrape of every target, and the signals at its instant.
    ///
    /// - Returns: nil only when cancelled while polling.
    package func pollOnce() async -> SourceUpdate? {
        let clock = ContinuousClock.now
        let moment = onGrid(now())
        let results = await withTaskGroup(of: (Int, Scraper.Result).self) { group in
            var waiting = targets.enumerated().makeIterator()
            func add() {
                guard let (index, target) = waiting.next() else { return }
                // Taken out, so that it has one owner and is changed in its place.
                let cache = caches.removeValue(forKey: target.url) ?? ExpositionCache()
                group.addTask { [scraper] in (index, await scraper.scrape(target, at: moment, cache: cache)) }
            }
            for _ in 0..<Self.concurrency { add() }
            var results: [(Int, Scraper.Result)] = []
            for await result in group {
                results.append(result)
                add()
            }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
        guard !Task.isCancelled else { return nil }
        for (target, result) in zip(targets, results) {
            caches[target.url] = result.cache
            await engine.ingest(result.scrape)
        }
        let statuses = results.map(\.status)
        var update = SourceUpdate(
            snapshot: SignalSnapshot(at: moment, window: window),
            targets: statuses,
            failure: Self.failure(of: statuses),
            cost: .zero
        )
        if firstAnswer == nil, statuses.contains(where: { $0.failure == nil }) { firstAnswer = moment }
        do throws(QueryFailure) {
            try await detect(at: moment)
            if let catalog {
                let window = filledWindow(at: moment, since: await engine.cut)
                let poller = SignalPoller(engine: engine, catalog: catalog.with(window: window), window: window)
                update.snapshot = try await poller.poll(at: moment)
                try await explain(&update.snapshot, poller, catalog.with(window: window))
            }
        } catch {
            update.failure = "\(error)"
        }
        update.cost = ContinuousClock.now - clock
        update.report = await report(queries: targets.count)
        return update
    }

    /// The window as far as there are samples for it: a rate over a longer one would be too low.
    ///
    /// Before `cut` samples had to go.
    private func filledWindow(at moment: Timestamp, since cut: Timestamp?) -> Duration {
        guard var first = firstAnswer else { return window }
        if let cut { first = max(first, cut) }
        let step = max(1, interval.milliseconds)
        let scrapes = ((moment - first).milliseconds + step / 2) / step + 1
        return min(window, .milliseconds(max(2, scrapes) * step))
    }

    /// The source as a whole has failed when no target answers.
    private static func failure(of statuses: [TargetStatus]) -> String? {
        guard let first = statuses.first, statuses.allSatisfy({ $0.failure != nil }) else { return nil }
        let reason = first.failure ?? ""
        return statuses.count == 1 ? "\(first.instance): \(reason)" : "no target answers; \(first.instance): \(reason)"
    }

    /// A scrape that begins a hair off its grid counts as on it, as Prometheus does it: 2 ms or 1 % of the interval.
    private func onGrid(_ moment: Timestamp) -> Timestamp {
        let step = max(1, interval.milliseconds)
        let nearest = (moment.milliseconds + step / 2) / step * step
        let tolerance = min(2, step / 100)
        return abs(nearest - moment.milliseconds) <= tolerance ? Timestamp(milliseconds: nearest) : moment
    }
}
