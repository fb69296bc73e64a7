package import PromModel

/// How one target's last scrape went.
package struct TargetStatus: Sendable, Equatable, Codable {
    /// Host and port, and what tells it from another target there.
    package let instance: String
    /// Why the last scrape failed; nil where it did not.
    package let failure: String?
    /// The page was read, but Prometheus 3 would refuse it by its headers: the reason.
    package let defect: String?
    /// Why its samples, though read, are none of now: their timestamps; nil where they are.
    package var stampProblem: String?
    /// When the last scrape began.
    package let scrapedAt: Timestamp
    /// How long it took.
    package let duration: Duration
    /// The job that it belongs to; empty where sretop scrapes itself.
    package let job: String
    /// It was never scraped: it is neither up nor down.
    package var isUnscraped = false
    /// Since when its scrapes fail, where the source tells.
    package var downSince: Timestamp?
    /// None before it succeeded, as far back as the source knows.
    package var isDownOlderThanData = false

    /// It answered its last scrape.
    package var isUp: Bool { failure == nil && !isUnscraped }

    /// Memberwise.
    package init(
        instance: String,
        failure: String?,
        defect: String?,
        scrapedAt: Timestamp,
        duration: Duration,
        job: String = ""
    ) {
        self.instance = instance
        self.failure = failure
        self.defect = defect
        self.scrapedAt = scrapedAt
        self.duration = duration
        self.job = job
    }
}
