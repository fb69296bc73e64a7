package import PromModel

/// Targets of a service that do not answer.
package struct TargetOutage: Sendable, Equatable, Codable {
    /// How many of them.
    package let down: Int
    /// All targets that were scraped at all.
    package let total: Int
    /// Since when, by the one that is down for longest; nil where nobody knows.
    package let since: Timestamp?
    /// No scrape before it succeeded, as far back as is known: it may have begun earlier.
    package let isOlderThanData: Bool
    /// One of them.
    package let instance: String
    /// Why it does not answer, in few words; empty where nobody knows.
    package let reason: String
    /// When that one was scraped last; nil where nobody knows.
    package var lastScrape: Timestamp?

    /// For how long a scrape that failed may stay the only one before it is told: longer than the common intervals.
    private static let patience = Duration.seconds(20)

    /// Memberwise.
    package init(
        down: Int,
        total: Int,
        since: Timestamp?,
        isOlderThanData: Bool,
        instance: String,
        reason: String,
        lastScrape: Timestamp? = nil
    ) {
        self.down = down
        self.total = total
        self.since = since
        self.isOlderThanData = isOlderThanData
        self.instance = instance
        self.reason = reason
        self.lastScrape = lastScrape
    }

    /// Nothing answers: nothing is known about now.
    package var isWhole: Bool { down == total }

    /// Whether one scrape failed, after others that did not: it may have been lost on its way, and the next one tells.
    ///
    /// False where it is not known that any succeeded before, and where the next one is long in coming.
    package func isSingleMiss(at now: Timestamp) -> Bool {
        guard let since, let lastScrape, !isOlderThanData else { return false }
        return lastScrape <= since && now - since < Self.patience
    }

    /// What some targets say together; nil where each one that was scraped answers.
    package init?(_ targets: [TargetStatus]) {
        let scraped = targets.filter { !$0.isUnscraped }
        let lost = scraped.filter { $0.failure != nil }
        // The one that is down for longest has most to tell.
        guard let first = lost.min(by: { ($0.downSince ?? .distantFuture) < ($1.downSince ?? .distantFuture) }) else {
            return nil
        }
        self.init(
            down: lost.count,
            total: scraped.count,
            since: first.downSince,
            isOlderThanData: first.isDownOlderThanData,
            instance: first.instance,
            reason: ScrapeErrorText.essence(first.failure ?? ""),
            lastScrape: first.scrapedAt
        )
    }
}

extension Timestamp {
    /// After everything.
    fileprivate static let distantFuture = Timestamp(milliseconds: .max)
}
