package import PromModel

/// A breach that was under way at a moment of the past, or had just ended.
package struct PastBreach: Sendable, Equatable {
    /// The moment that is looked at.
    package let moment: Timestamp
    /// When the breach was found, by points that are `step` apart.
    package let found: Timestamp
    /// Between two of the points that it was found by: it may have begun so much earlier.
    package let step: Duration
    /// Whether the service was seen well before it.
    package let isObserved: Bool
    /// When the breach before it ended; nil where none is known.
    package let end: Timestamp?
    /// The limit that was broken.
    package let limit: Limit
    /// The numbers at the moment; nil where there are none.
    package let point: SignalPoint?
    /// When it ended, by the windows; nil where it was under way.
    package let until: Timestamp?

    /// Memberwise.
    package init(
        at moment: Timestamp,
        found: Timestamp,
        step: Duration,
        isObserved: Bool,
        after end: Timestamp?,
        of limit: Limit,
        point: SignalPoint?,
        until: Timestamp? = nil
    ) {
        self.moment = moment
        self.found = found
        self.step = step
        self.isObserved = isObserved
        self.end = end
        self.limit = limit
        self.point = point
        self.until = until
    }
}

/// What a source counted of a breach of the past.
package struct PastInquiry: Sendable, Equatable {
    /// Which breach.
    package let breach: PastBreach
    /// What was counted scrape by scrape when it began; nil where that could not be had.
    package var trace: BreachTrace?
    /// The same of one that was over by then; nil where that could not be had.
    package var ended: BreachTrace?
    /// Who had what was bad; nil where that could not be had.
    package var parts: TrafficParts?
    /// The failures since it began; nil where they were not counted.
    package var failures: Double?

    /// Nothing that is known.
    package init(of breach: PastBreach) { self.breach = breach }
}
