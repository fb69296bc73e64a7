/// What a latency histogram counts in.
package enum LatencyUnit: String, Sendable, Equatable, CaseIterable {
    /// Seconds, as Prometheus's conventions ask for.
    case seconds
    /// Thousandths of a second.
    case milliseconds
    /// Millionths of a second.
    case microseconds
    /// Thousand-millionths of a second.
    case nanoseconds
    /// Hundredths of a second.
    case centiseconds
    /// Sixty seconds.
    case minutes
    /// Sixty minutes.
    case hours

    /// How many of it make a second.
    package var perSecond: Double {
        switch self {
        case .seconds: 1
        case .milliseconds: 1000
        case .microseconds: 1_000_000
        case .nanoseconds: 1_000_000_000
        case .centiseconds: 100
        case .minutes: 1.0 / 60
        case .hours: 1.0 / 3600
        }
    }

    /// The unit that a metric's name says; nil where it says none.
    package static func named(in metric: String) -> LatencyUnit? {
        let suffixes: [(String, LatencyUnit)] = [
            ("_seconds", .seconds), ("_milliseconds", .milliseconds), ("_ms", .milliseconds),
            ("_microseconds", .microseconds), ("_us", .microseconds),
            ("_nanoseconds", .nanoseconds), ("_ns", .nanoseconds), ("_centiseconds", .centiseconds),
            ("_minutes", .minutes), ("_hours", .hours),
        ]
        return suffixes.first { metric.hasSuffix($0.0) }?.1
    }

    /// The unit that a bound gives away: nobody waits longer than two minutes for an answer, so more than 120 are milliseconds.
    ///
    /// A guess, to be marked as one.
    package static func guessed(largestBound: Double) -> LatencyUnit {
        largestBound > 120 ? .milliseconds : .seconds
    }
}
