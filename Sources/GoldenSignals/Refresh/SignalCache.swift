import PromModel

/// The points that a source has answered, oldest first: the tail is replaced, what is older stays.
package struct SignalCache: Sendable, Equatable {
    /// One a step; a step without any number is left out.
    package private(set) var points: [SignalPoint] = []

    /// Nothing known.
    package init() {}

    /// Puts the answer to a plan in the place of what was known about its time.
    package mutating func replace(_ plan: RefreshSchedule.Plan, with fresh: [SignalPoint], span: Duration) {
        if plan.full != nil {
            points = fresh
        } else {
            points.removeAll { $0.at >= plan.from }
            points += fresh
        }
        let oldest = plan.through - span - plan.step
        if let keep = points.firstIndex(where: { $0.at >= oldest }), keep > 0 { points.removeFirst(keep) }
    }

    /// How an answer to everything differs from what is known: in how many of its final moments, of how many.
    ///
    /// The audit of the tails. Before the oldest known point there is nothing to compare: it had been dropped, or was
    /// never asked for.
    package func audit(_ plan: RefreshSchedule.Plan, _ fresh: [SignalPoint]) -> (compared: Int, differences: Int) {
        guard let oldest = points.first?.at else { return (0, 0) }
        let known = Dictionary(points.map { ($0.at, $0) }, uniquingKeysWith: { $1 })
        let answered = Dictionary(fresh.map { ($0.at, $0) }, uniquingKeysWith: { $1 })
        let first = max(oldest, plan.from)
        let moments = Set(known.keys).union(answered.keys).filter { $0 >= first && $0 <= plan.settledThrough }
        let differences = moments.count { moment in
            switch (known[moment], answered[moment]) {
            case (let left?, let right?): !left.agrees(with: right)
            default: true
            }
        }
        return (moments.count, differences)
    }
}
