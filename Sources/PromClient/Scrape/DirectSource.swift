package import GoldenSignals
package import PromModel

/// Scrapes targets itself and evaluates the signals over what it got: the source that needs no Prometheus.
package struct DirectSource: Sendable {
    private let targets: [ScrapeTarget]
    private let scraper: Scraper
    private let engine: EmbeddedQueryEngine
    private let poller: SignalPoller
    private let interval: Duration
    /// The wall clock; a parameter so that time can be told in tests.
    private let now: @Sendable () -> Timestamp

    /// A source over `targets`, scraped every `interval`.
    package init(
        targets: [ScrapeTarget],
        scraper: Scraper,
        engine: EmbeddedQueryEngine,
        poller: SignalPoller,
        interval: Duration,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.targets = targets
        self.scraper = scraper
        self.engine = engine
        self.poller = poller
        self.interval = interval
        self.now = now
    }

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
            for (index, target) in targets.enumerated() {
                group.addTask { (index, await scraper.scrape(target, at: moment)) }
            }
            var results: [(Int, Scraper.Result)] = []
            for await result in group { results.append(result) }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
        guard !Task.isCancelled else { return nil }
        for result in results { await engine.ingest(result.scrape) }
        let statuses = results.map(\.status)
        do throws(QueryFailure) {
            let snapshot = try await poller.poll(at: moment)
            return SourceUpdate(
                snapshot: snapshot,
                targets: statuses,
                failure: Self.failure(of: statuses),
                cost: ContinuousClock.now - clock
            )
        } catch {
            return SourceUpdate(
                snapshot: SignalSnapshot(at: moment, window: interval),
                targets: statuses,
                failure: "\(error)",
                cost: ContinuousClock.now - clock
            )
        }
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
