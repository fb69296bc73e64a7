import GoldenSignals

// How a snapshot stands to a limit.
extension VerdictTracker {
    /// What an evaluation says of a limit on anything but a share.
    static func observation(of limit: Limit, in snapshot: SignalSnapshot) -> BreachTracker.Observation {
        let reading = snapshot[limit.signal]
        let needsRequests = limit.signal != .saturation
        switch reading.state {
        case .noData: return .undecided
        case .idle: return .idle
        case .value(let value):
            if needsRequests, (snapshot.requestCount ?? 0) < fewestRequests { return .undecided }
            return .value(value)
        }
    }

    /// How many times over its limit a signal is.
    static func excess(of limit: Limit, in snapshot: SignalSnapshot) -> Double {
        (snapshot[limit.signal].value ?? 0) / limit.threshold
    }
}
