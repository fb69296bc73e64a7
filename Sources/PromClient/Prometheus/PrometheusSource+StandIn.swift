import GoldenSignals
import PromModel

/// Scraping that stands in for a server that fails.
struct StandIn: Sendable {
    let source: DirectSource
    let since: Timestamp
    /// Between two scrapes.
    let interval: Duration
    /// How many targets the service has.
    let targets: Int
}

extension PrometheusSource {
    /// After so many failures in a row the targets are scraped directly.
    private static let patience = 2
    /// More targets than this are not scraped: a dashboard is no Prometheus.
    private static let mostTargets = 50

    /// Begins to scrape where the server has failed repeatedly and the targets are known.
    func startStandIn() {
        guard standIn == nil, backOff.failures >= Self.patience, let selection else { return }
        let known = targets(of: selection.match.service)
        let pages = known.prefix(Self.mostTargets).compactMap { ScrapeTarget($0.scrapeURL, labels: $0.labels) }
        guard !pages.isEmpty else { return }
        let interval = min(max(selection.scrapeInterval, .seconds(1)), .seconds(5))
        let offset = knowledge.clock.value
        let clock = now
        standIn = StandIn(
            source: DirectSource(
                targets: pages,
                scraper: scraper,
                // A page has no native histograms, whatever the server made of it.
                catalog: selection.catalog.stored(.classic),
                window: selection.window,
                interval: interval,
                options: options.scraping,
                now: { clock() + offset }
            ),
            since: failingSince ?? serverNow,
            interval: interval,
            targets: known.count
        )
        let (source, dimension, onset, isObserved) = (standIn?.source, dimension, began, isOnsetObserved)
        Task {
            await source?.group(by: dimension)
            await source?.noteOnset(onset, isObserved: isObserved)
        }
    }

    /// Scrapes directly until the server answers again.
    func stand(in emit: @escaping @Sendable (SourceUpdate) -> Void) async {
        guard let standIn else { return }
        let asking = Task { await self.waitForReturn() }
        defer { asking.cancel() }
        var isFirst = true
        while self.standIn != nil, !Task.isCancelled {
            // Until a second scrape there is no rate: the last numbers stay, marked as old.
            if let update = await standIn.source.pollOnce(), self.standIn != nil {
                if !isFirst || !update.snapshot.isWarmingUp { emit(described(update, standIn)) }
            }
            isFirst = false
            guard self.standIn != nil else { break }
            await rest(standIn.interval)
        }
        asking.cancel()
        if let update = await asking.value { emit(update) }
    }

    /// Asks the server again and again, ever less often, until it answers.
    private func waitForReturn() async -> SourceUpdate? {
        while !Task.isCancelled {
            try? await Task.sleep(for: backOff.delay(jitter: random()))
            guard !Task.isCancelled else { return nil }
            selection?.schedule.invalidate(.sourceChange)
            let update = await pollOnce()
            if backOff.failures == 0 {
                standIn = nil
                hurry()
                return update
            }
        }
        return nil
    }

    private func described(_ update: SourceUpdate, _ standIn: StandIn) -> SourceUpdate {
        var update = update
        let reason = lastFailure ?? "the source fails"
        if let failure = update.failure {
            update.failure = "\(reason); scraped directly: \(failure)"
            update.snapshot = SignalSnapshot(at: serverNow, window: update.snapshot.window)
        }
        var report = report()
        report.kind = "direct"
        report.queries = update.targets.count
        report.interval = standIn.interval
        if update.failure == nil {
            report.fallback = SourceReport.Fallback(reason: reason, since: standIn.since, targets: standIn.targets)
        }
        update.report = report
        return update
    }
}
