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

    /// Memberwise.
    package init(
        down: Int,
        total: Int,
        since: Timestamp?,
        isOlderThanData: Bool,
        instance: String,
        reason: String
    ) {
        self.down = down
        self.total = total
        self.since = since
        self.isOlderThanData = isOlderThanData
        self.instance = instance
        self.reason = reason
    }

    /// Nothing answers: nothing is known about now.
    package var isWhole: Bool { down == total }

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
            reason: ScrapeErrorText.essence(first.failure ?? "")
        )
    }
}

extension Timestamp {
    /// After everything.
    fileprivate static let distantFuture = Timestamp(milliseconds: .max)
}
