package import PromModel

/// How one target's last scrape went.
package struct TargetStatus: Sendable, Equatable {
    /// Host and port.
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
