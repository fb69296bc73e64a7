import GoldenSignals
import PromClient
import PromModel
import PromQL

/// Scrapes pages each second for a while, and keeps what they said.
actor PageCollection {
    private(set) var store = SampleStore()
    private let targets: [ScrapeTarget]
    private let scraper: Scraper
    private var caches: [String: ExpositionCache] = [:]

    init(targets: [ScrapeTarget], transport: any HTTPTransport, options: ScrapeOptions = ScrapeOptions()) {
        self.targets = targets
        store.bornFromZero = options.countsFromZero
        scraper = Scraper(
            transport: transport,
            timeout: .seconds(5),
            version: ProgramVersion.text,
            limits: options.limits
        )
    }

    /// Scrapes once, and again each second until `duration` has passed.
    ///
    /// - Returns: why there is nothing; nil where any page was read.
    func collect(for duration: Duration) async -> String? {
        let end = ContinuousClock.now + duration
        var failure: String?
        var hasRead = false
        repeat {
            let begun = ContinuousClock.now
            for target in targets {
                let cache = caches.removeValue(forKey: target.url) ?? ExpositionCache()
                let result = await scraper.scrape(target, at: WallClock.now(), cache: cache)
                caches[target.url] = result.cache
                store.ingest(result.scrape)
                if let reason = result.status.failure {
                    failure = "\(target.instance): \(reason)"
                } else {
                    hasRead = true
                }
            }
            if ContinuousClock.now >= end { break }
            try? await Task.sleep(until: begun + .seconds(1))
        } while !Task.isCancelled
        return hasRead ? nil : failure
    }
}
