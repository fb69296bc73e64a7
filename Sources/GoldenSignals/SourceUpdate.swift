package import PromModel

/// What a source says once a poll: the numbers, and how well it could be asked.
package struct SourceUpdate: Sendable, Equatable, Codable {
    /// The numbers at the poll's instant.
    package var snapshot: SignalSnapshot
    /// Every target; empty where none is known.
    package var targets: [TargetStatus]
    /// Why the source as a whole cannot be trusted now; nil while it can.
    package var failure: String?
    /// How long asking took.
    package var cost: Duration
    /// The points of the charts that are new or have changed; nil where the snapshot is the only new one.
    package var patch: HistoryPatch?
    /// What there is to tell beside the numbers; nil where nothing has changed.
    package var report: SourceReport?
    /// What was counted scrape by scrape around the moment when a limit was found broken; told once a breach.
    package var trace: BreachTrace?
    /// The same around a breach that was over before anybody counted; told once a breach.
    package var ended: BreachTrace?
    /// The processes as they were when the shown span began; nil where it was not asked for.
    package var past: ProcessTable?
    /// What the processes did in the time before; told once a service, by a source that keeps the past.
    package var processPast: ProcessPast?
    /// What each instance and each route had of the requests before; told once a service, and of each moment of the past
    /// that is looked at, by a source that keeps the past.
    package var requestPast: RequestPast?
    /// The evaluations before a moment of the past that was looked at, as polls would have made them; nil for a poll.
    package var evaluations: [SignalPoint]?

    /// A poll's numbers and targets.
    package init(snapshot: SignalSnapshot, targets: [TargetStatus], failure: String?, cost: Duration) {
        self.snapshot = snapshot
        self.targets = targets
        self.failure = failure
        self.cost = cost
    }
}

/// Points that take the place of those shown for their time.
package struct HistoryPatch: Sendable, Equatable, Codable {
    /// The first moment that they are about; everything from here on is replaced.
    package let from: Timestamp
    /// Everything shown is replaced, and judged anew.
    package let isFull: Bool
    /// The points, oldest first.
    package let points: [SignalPoint]
    /// Points up to here do not change any more.
    package let settledThrough: Timestamp
    /// Between two points.
    package let step: Duration

    /// Memberwise.
    package init(
        from: Timestamp,
        isFull: Bool,
        points: [SignalPoint],
        settledThrough: Timestamp,
        step: Duration
    ) {
        self.from = from
        self.isFull = isFull
        self.points = points
        self.settledThrough = settledThrough
        self.step = step
    }
}
