import Synchronization

/// Counts what happened to requests that were not simply answered.
package final class FaultAccounts: Sendable {
    /// How a request ends without its whole answer.
    package enum Cut: String, CaseIterable, Sendable {
        case reset
        case close
        case hang
        case truncated

        init(_ abort: FaultOutcome.Abort) {
            switch abort {
            case .reset: self = .reset
            case .close: self = .close
            case .hang: self = .hang
            }
        }
    }

    private let state = Mutex(FaultReadings())

    /// All counts are 0.
    package init() {}

    /// A request ended so.
    func cut(_ how: Cut) { state.withLock { $0.cuts[how, default: 0] += 1 } }

    /// A call to what the service depends on ended.
    func called(seconds: Double, failed: Bool) {
        state.withLock { state in
            if failed { state.callsFailed += 1 } else { state.callsFine += 1 }
            state.callTimes.record(seconds)
        }
    }

    /// Takes a place among those that hang, and tells how many these are now; nil where there is none.
    func startHanging(limit: Int) -> Int? {
        state.withLock { state in
            guard state.hanging < limit else { return nil }
            state.hanging += 1
            return state.hanging
        }
    }

    /// Gives the place back.
    func endHanging() { state.withLock { $0.hanging -= 1 } }

    /// A copy of everything.
    func readings() -> FaultReadings { state.withLock { $0 } }
}
