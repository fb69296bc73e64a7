package import PromModel

/// How one target's last scrape went.
package struct TargetStatus: Sendable, Equatable {
    /// Host and port.
    package let instance: String
    /// Why the last scrape failed; nil where it did not.
    package let failure: String?
    /// The page was read, but Prometheus would refuse it: the first reason.
    package let defect: String?
    /// When the last scrape began.
    package let scrapedAt: Timestamp
    /// How long it took.
    package let duration: Duration

    /// Memberwise.
    package init(instance: String, failure: String?, defect: String?, scrapedAt: Timestamp, duration: Duration) {
        self.instance = instance
        self.failure = failure
        self.defect = defect
        self.scrapedAt = scrapedAt
        self.duration = duration
    }
}

/// What a source says once a poll: the numbers, and how well it could be asked.
package struct SourceUpdate: Sendable, Equatable {
    /// The numbers at the poll's instant.
    package let snapshot: SignalSnapshot
    /// Every target scraped; empty where the source does the scraping.
    package let targets: [TargetStatus]
    /// Why the source as a whole cannot be trusted now; nil while it can.
    package let failure: String?
    /// How long asking took.
    package let cost: Duration

    /// Memberwise.
    package init(snapshot: SignalSnapshot, targets: [TargetStatus], failure: String?, cost: Duration) {
        self.snapshot = snapshot
        self.targets = targets
        self.failure = failure
        self.cost = cost
    }
}
