extension SignalSnapshot {
    /// What the first values of new series have added to a number of it: no rate counts them, so its expression alone
    /// says less.
    package struct Added: Sendable, Equatable {
        /// Requests in the window.
        package let requests: Double
        /// Failed ones among them.
        package let failures: Double
        /// The window.
        package let window: Duration
    }

    private static let firstValuesHead = "counters     first values of new ones are added: "

    /// What first values have added to the number of a signal; nil where nothing was.
    package func added(to signal: Signal) -> Added? {
        let (requests, failures) = (max(0, firstRequests ?? 0), max(0, firstFailures ?? 0))
        let isChanged =
            switch signal {
            case .requestRate: requests > 0
            case .successShare, .errorShare: requests > 0 || failures > 0
            case .averageLatency, .p95Latency, .p99Latency, .saturation: false
            }
        guard isChanged, self[signal].value != nil else { return nil }
        return Added(requests: requests, failures: failures, window: window)
    }

    /// The line of a report's explanation that tells how much was added in the window.
    package var firstValuesLine: String {
        let (requests, failures) = (Self.whole(firstRequests ?? 0), Self.whole(firstFailures ?? 0))
        return "\(Self.firstValuesHead)\(requests) requests, \(failures) failures in the window"
    }

    /// The lines of an explanation with what was added to this snapshot in the place of what was added to another.
    package func telling(_ explanation: [String]) -> [String] {
        explanation.map { $0.hasPrefix(Self.firstValuesHead) ? firstValuesLine : $0 }
    }

    /// A count as a whole number; of one that is none nothing is told.
    static func whole(_ count: Double) -> Int { Int(exactly: count.rounded()) ?? 0 }
}

extension SignalSnapshot.Added: CustomStringConvertible {
    package var description: String {
        let (requests, failures) = (SignalSnapshot.whole(requests), SignalSnapshot.whole(failures))
        let words = "\(requests) request\(requests == 1 ? "" : "s"), \(failures) of them failed"
        return "and first values of new series in \(SignalCatalog.durationText(window)): \(words)"
    }
}
