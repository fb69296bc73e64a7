package import PromModel

/// What one scrape of one target brought.
package struct Scrape: Sendable {
    /// How a scrape ended.
    package enum Outcome: Sendable {
        /// The target answered.
        case success(Exposition)
        /// The target did not answer, or not in a way that can be used.
        ///
        /// `scraped` is how many samples were read before the page turned out to be unusable.
        case failure(reason: String, scraped: Int = 0)
    }

    /// The labels of the target, such as `job` and `instance`; they identify it.
    package var target: Labels
    /// When the scrape began, which is the timestamp of its samples.
    package var start: Timestamp
    /// How long the scrape took.
    package var duration: Duration
    /// How the scrape ended.
    package var outcome: Outcome

    /// Creates a scrape.
    package init(target: Labels, start: Timestamp, duration: Duration, outcome: Outcome) {
        self.target = target
        self.start = start
        self.duration = duration
        self.outcome = outcome
    }
}
