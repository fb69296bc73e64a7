extension PartQueries {
    /// What is bad about a request, or about a part of the service.
    package enum Bad: Sendable, Equatable {
        /// It failed.
        case failed
        /// It was refused for what the client sent.
        case refused
        /// It took longer than a bound of the histogram, in seconds, for a limit on a signal.
        case slow(overSeconds: Double, Signal)
        /// It did not come any more, or came in addition: the traffic is not as usual.
        case traffic
        /// A process's resource is fuller than a share.
        case full(over: Double)

        /// What breaks a limit; nil where none can be told.
        ///
        /// `bounds` are the histogram's, in seconds; a native one may be cut anywhere.
        package init?(breaking limit: Limit, bounds: [Double]) {
            if limit.subject == .clientErrors {
                self = .refused
                return
            }
            switch limit.signal {
            case .errorShare, .successShare: self = .failed
            case .averageLatency, .p95Latency, .p99Latency:
                self = .slow(overSeconds: bounds.nearest(to: limit.threshold) ?? limit.threshold, limit.signal)
            case .requestRate: self = .traffic
            case .saturation: self = .full(over: limit.threshold)
            }
        }

        /// The signal whose limit bad requests break; of those that were refused it is that of the failures.
        package var signal: Signal {
            switch self {
            case .failed, .refused: .errorShare
            case .slow(_, let signal): signal
            case .traffic: .requestRate
            case .full: .saturation
            }
        }
    }
}
