/// How closely an incident is watched.
package struct WatchTimes: Sendable, Equatable {
    /// Between two scrapes.
    package let scrape: Duration
    /// The window of every rate.
    package let window: Duration
    /// So much longer it is calm before the play begins, in seconds.
    package let lead: Double

    /// Memberwise.
    package init(scrape: Duration, window: Duration, lead: Double) {
        self.scrape = scrape
        self.window = window
        self.lead = lead
    }

    /// Scraped every 2 s over a window of 15 s.
    package static let close = WatchTimes(scrape: .seconds(2), window: .seconds(15), lead: 0)
    /// What is usual where nothing is said: every 5 s, over a minute.
    package static let usual = WatchTimes(scrape: .seconds(5), window: .seconds(60), lead: 240)
}
