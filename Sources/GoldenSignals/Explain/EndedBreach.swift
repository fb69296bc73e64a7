package import PromModel

/// A breach that is over, and of which windows alone told when it began and ended.
package struct EndedBreach: Sendable, Equatable {
    /// When it was found.
    package let found: Timestamp
    /// When it ended, by the windows.
    package let until: Timestamp
    /// Between two of the points that it was found by: it may have begun so much earlier, and ended so much later.
    package let step: Duration
    /// When the breach before it ended; nil where none is known.
    package let end: Timestamp?
    /// The limit that was broken.
    package let limit: Limit

    /// Memberwise.
    package init(found: Timestamp, until: Timestamp, step: Duration, after end: Timestamp?, of limit: Limit) {
        self.found = found
        self.until = until
        self.step = step
        self.end = end
        self.limit = limit
    }
}
