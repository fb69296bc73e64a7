package import GoldenSignals
package import PromModel
import PromQL

// When is scraped, and when the signals are evaluated.
extension DirectSource {
    /// At most so many pages are asked for at one moment.
    private static let concurrency = 16
    /// For so long a poll waits for the slowest of several pages: the others are not to be held up by it.
    private static let patience = Duration.milliseconds(400)

    /// Polls until cancelled, on wall-clock multiples of the interval; a page that takes longer skips the next.
    package func run(emit: @escaping @Sendable (SourceUpdate) -> Void) async {
        var isFirst = true
        while !Task.isCancelled {
            if let update = await pollOnce() { emit(update) }
            let next = ContinuousClock.now + Self.wait(after: now(), interval: interval, isFirst: isFirst)
            isFirst = false
            // What comes late is shown when it comes.
            while isWaiting, !Task.isCancelled, await hasArrival(before: next) {
                if let update = await evaluation(at: now(), since: .now) { emit(update) }
            }
            let rest = next - .now
            if rest > .zero { try? await Task.sleep(for: rest, tolerance: .zero) }
        }
        stopScrapes()
    }

    /// How long after a poll the next one comes.
    ///
    /// The second comes no sooner than three quarters of an interval after the first: a rate over less would be one over
    /// few requests, and over the time that it took to connect.
    package static func wait(after moment: Timestamp, interval: Duration, isFirst: Bool) -> Duration {
        let step = max(1, interval.milliseconds)
        let wait = step - moment.milliseconds % step
        return .milliseconds(isFirst && wait * 4 < step * 3 ? wait + step : wait)
    }

    /// Scrapes every target that is not being scraped still, and evaluates the signals over what there is then.
    ///
    /// - Returns: nil while no target has answered or failed, and when cancelled.
    package func pollOnce() async -> SourceUpdate? {
        let clock = ContinuousClock.now
        let moment = onGrid(now())
        // A poll by key a moment after another would leave a window of a moment.
        if lastTick.map({ moment - $0 >= interval / 2 || moment < $0 }) ?? true { startScrapes(at: moment) }
        let end = clock + (targets.count == 1 ? interval : min(interval, Self.patience))
        while isWaiting, !Task.isCancelled, await hasArrival(before: end) {}
        guard !Task.isCancelled else {
            stopScrapes()
            return nil
        }
        return await evaluation(at: moment, since: clock)
    }

    /// Whether any target's scrape is under way.
    private var isWaiting: Bool { progress.contains { $0.isDue || $0.scrape != nil } }

    private func startScrapes(at moment: Timestamp) {
        lastTick = moment
        firstTick = firstTick.map { min($0, moment) } ?? moment
        for index in progress.indices where progress[index].scrape == nil { progress[index].isDue = true }
        startDueScrapes(at: moment)
    }

    /// Starts those that are due, as far as they may run at once; old ones that hang are not in their way.
    private func startDueScrapes(at moment: Timestamp) {
        var free = Self.concurrency - progress.count { $0.scrape?.start == moment }
        for index in progress.indices where progress[index].isDue {
            guard free > 0 else { return }
            free -= 1
            progress[index].isDue = false
            // Taken out, so that it has one owner and is changed in its place.
            let cache = progress[index].cache ?? ExpositionCache()
            progress[index].cache = nil
            progress[index].scrapeCount += 1
            let isFresh = Self.opensConnection(progress[index].scrapeCount)
            let target = targets[index]
            let task = Task { [scraper] in
                let result = await scraper.scrape(target, at: moment, cache: cache, onNewConnection: isFresh)
                if !Task.isCancelled { await self.take(result, of: index) }
            }
            progress[index].scrape = (task, moment)
        }
    }

    /// After so many intervals without an answer a process that began anew has a window of its own.
    private static let shortestGap = 3

    /// Whether a scrape comes over a connection of its own: over one that is kept always the same process answers, where
    /// several share an address.
    private static func opensConnection(_ count: Int) -> Bool { (2...8).contains(count) || count % 10 == 0 }

    private func take(_ result: Scraper.Result, of index: Int) async {
        progress[index].stampLag = result.stamps?.lag
        // Samples that are old when they come are kept for so much longer.
        if result.stamps?.lag != nil { await engine.keep(for: keptFor) }
        await engine.ingest(result.scrape)
        let hasFailed = progress[index].status?.failure != nil
        progress[index].status = result.status
        progress[index].cache = result.cache
        if case .success(let page) = result.scrape.outcome {
            progress[index].sampleCount = page.sampleCount
            progress[index].page = needsPages ? page : nil
            progress[index].processes.observe(page, at: result.scrape.start)
            let isOther = progress[index].processes.lastChange == result.scrape.start
            if hasFailed, isOther, let answered = progress[index].answered,
                result.scrape.start - answered > interval * Self.shortestGap
            {
                progress[index].times.begin(at: result.scrape.start)
            }
            progress[index].answered = result.scrape.start
            progress[index].stillness.observe(page, at: result.scrape.start)
        }
        let start = progress[index].scrape?.start
        progress[index].scrape = nil
        startDueScrapes(at: start ?? result.scrape.start)
        for id in Array(waiters.keys) { resume(id) }
    }

    private func stopScrapes() {
        for index in progress.indices {
            progress[index].scrape?.task.cancel()
            progress[index].scrape = nil
            progress[index].isDue = false
        }
    }

    /// Waits until a scrape ends; false where none did before a moment.
    private func hasArrival(before end: ContinuousClock.Instant) async -> Bool {
        let patience = end - .now
        guard patience > .zero else { return false }
        let id = waiterCount
        waiterCount += 1
        let timer = Task {
            try? await Task.sleep(for: patience, tolerance: .zero)
            self.resume(id)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiters[id] = $0 }
        } onCancel: {
            timer.cancel()
        }
        timer.cancel()
        return ContinuousClock.now < end
    }

    private func resume(_ id: Int) { waiters.removeValue(forKey: id)?.resume() }

    /// A scrape that begins a hair off its grid counts as on it, as Prometheus does it: 2 ms or 1 % of the interval.
    private func onGrid(_ moment: Timestamp) -> Timestamp {
        let step = max(1, interval.milliseconds)
        let nearest = (moment.milliseconds + step / 2) / step * step
        let tolerance = min(2, step / 100)
        return abs(nearest - moment.milliseconds) <= tolerance ? Timestamp(milliseconds: nearest) : moment
    }
}
