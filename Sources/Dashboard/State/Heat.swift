package import GoldenSignals
package import PromModel

/// How latencies spread over time, as far as it is shown and as the source told of it.
///
/// What polls told is in the moments of the source's state; this is what a source with a past was asked beside that.
package struct Heat: Sendable, Equatable {
    /// It takes the place of a latency chart's curve.
    package var isOn = false
    /// What the source told, by moments.
    package private(set) var told: [Timestamp: LatencySpread] = [:]
    /// Between two of those moments.
    package private(set) var step = Duration.zero
    /// What is being asked.
    package var asked: PastPoints.Stretch?
    /// The time that was told.
    package private(set) var known: Range<Timestamp>?
    /// Why it is not told; nil where it is.
    package private(set) var failure: String?

    /// Nothing asked, and not shown.
    package init() {}

    /// Takes an answer.
    mutating func take(_ past: PastPoints) {
        (told, failure) = (past.spreads, past.failure)
        known = past.stretch.from..<max(past.stretch.through, past.stretch.from + .milliseconds(1))
        let moments = told.keys.sorted()
        step = zip(moments, moments.dropFirst()).map { $1 - $0 }.min() ?? past.window
    }

    /// Nothing that was told holds any more.
    mutating func forget() { (told, asked, known, failure) = ([:], nil, nil, nil) }
}
