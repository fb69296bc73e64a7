/// When it is time to look at something again that settles: at the first evaluations, then ever more seldom.
package struct Looks: Sendable, Equatable {
    private var evaluations = 0
    private var next = 1
    /// Until then nothing is looked at again: what took long is not done at each poll.
    private var rest: ContinuousClock.Instant?
    /// What takes no longer than this is no burden.
    private static let quick = Duration.milliseconds(200)
    /// After a look that took long comes so many times as long without one.
    private static let pause = 4

    /// Nothing was looked at yet.
    package init() {}

    /// Whether the next evaluation is one to look at.
    var isNear: Bool { evaluations + 1 >= next }

    /// Whether a look that took long was a short while ago.
    package func isResting(at now: ContinuousClock.Instant) -> Bool { rest.map { now < $0 } ?? false }

    /// Takes how long a look took that ended at a moment.
    package mutating func took(_ duration: Duration, until now: ContinuousClock.Instant) {
        rest = duration > Self.quick ? now + duration * Self.pause : nil
    }

    /// Counts an evaluation; true where it is time to look.
    package mutating func isDue() -> Bool {
        evaluations += 1
        guard evaluations >= next else { return false }
        next = evaluations < 8 ? evaluations + 1 : evaluations * 2
        return true
    }
}
