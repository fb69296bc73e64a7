package import PromModel

/// Follows one signal against its limit, and knows since when it is over.
///
/// A breach begins with two evaluations in a row over the limit and has begun at the first of them. It ends once the
/// value has stayed under 0.9 of the limit for a whole window: a value that dances around its limit is one breach.
package struct BreachTracker: Sendable, Equatable {
    /// One evaluation.
    package enum Observation: Sendable, Equatable {
        /// The value.
        case value(Double)
        /// No traffic: nothing can be over a limit.
        case idle
        /// Nothing can be said: too few events, or no data.
        case undecided
    }

    /// A breach under way.
    package struct Breach: Sendable, Hashable {
        /// The first evaluation over the limit.
        package let since: Timestamp
        /// No evaluation before it was under the limit: it may have begun earlier.
        package let isOlderThanData: Bool
    }

    private enum State: Sendable, Equatable {
        case under
        case suspect(Breach)
        case breached(Breach, recoveringSince: Timestamp?)
    }

    private static let recoveryShare = 0.9
    private let threshold: Double
    private let window: Duration
    private var state = State.under
    private var hasBeenUnder = false

    /// Follows a limit; `window` is how long a recovery has to last.
    package init(threshold: Double, window: Duration) {
        self.threshold = threshold
        self.window = window
    }

    /// The breach under way, if any.
    package var breach: Breach? {
        if case .breached(let breach, _) = state { breach } else { nil }
    }

    /// The last evaluation kept the limit, or nothing was over it yet.
    var isCalm: Bool { state == .under }

    /// The same limit with a breach under way.
    func restarted(with breach: Breach) -> BreachTracker {
        var fresh = self
        fresh.state = .breached(breach, recoveringSince: nil)
        return fresh
    }

    /// Takes the next evaluation; evaluations come in the order of time.
    package mutating func observe(_ observation: Observation, at moment: Timestamp) {
        switch observation {
        case .undecided: break
        case .idle: observe(0, at: moment)
        case .value(let value): observe(value, at: moment)
        }
    }

    /// Nothing was observed for a while: two evaluations around the gap are not two in a row, and a recovery begins anew.
    package mutating func interrupt() {
        switch state {
        case .under: break
        case .suspect: state = .under
        case .breached(let breach, _): state = .breached(breach, recoveringSince: nil)
        }
    }

    private mutating func observe(_ value: Double, at moment: Timestamp) {
        let isOver = value > threshold
        switch state {
        case .under where isOver:
            state = .suspect(Breach(since: moment, isOlderThanData: !hasBeenUnder))
        case .under:
            hasBeenUnder = true
        case .suspect(let breach):
            state = isOver ? .breached(breach, recoveringSince: nil) : .under
            hasBeenUnder = hasBeenUnder || !isOver
        case .breached(let breach, let recoveringSince):
            guard value < threshold * Self.recoveryShare else {
                state = .breached(breach, recoveringSince: nil)
                return
            }
            let start = recoveringSince ?? moment
            state = moment - start >= window ? .under : .breached(breach, recoveringSince: start)
            hasBeenUnder = true
        }
    }
}
