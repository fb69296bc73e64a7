import PromModel

/// When to ask again: on time while the source is well, later while it is slow or fails.
package struct BackOff: Sendable, Equatable {
    /// The longest wait after failures that cost the server something.
    static let longest = Duration.seconds(15)
    /// The longest wait after failures that cost it nothing, such as a refused connection.
    static let longestCheap = Duration.seconds(5)
    /// The longest wait that a server's own wish is granted.
    static let longestWish = Duration.seconds(120)

    /// Between two polls while all is well.
    package let interval: Duration
    /// Failures in a row.
    package private(set) var failures = 0
    /// How many intervals a poll takes the place of, because answers are slow.
    package private(set) var slowness: Int64 = 1
    private var wish: Duration?
    private var isCheap = false

    /// All is well.
    package init(interval: Duration) {
        self.interval = interval
    }

    /// A poll was answered; one that takes more than half of the interval is too much for the source.
    ///
    /// What was asked for once, with everything in it, says nothing about the polls that follow.
    package mutating func succeeded(cost: Duration, wasFull: Bool = false) {
        failures = 0
        wish = nil
        if wasFull { return }
        if cost > interval * slowness / 2 {
            slowness = min(slowness * 2, 8)
        } else if slowness > 1, cost < interval * slowness / 8 {
            slowness /= 2
        }
    }

    /// A poll failed; `retryAfter` is what the server asked for.
    ///
    /// A failure is cheap where the server had no work with it.
    package mutating func failed(retryAfter: Duration?, isCheap: Bool = false) {
        failures += 1
        self.isCheap = isCheap
        wish = retryAfter.map { min($0, Self.longestWish) }
    }

    /// Until the next poll.
    ///
    /// After failures it doubles from one interval on. `jitter`, from 0 to 1, spreads those who wait for the same
    /// server: up to a fifth is added.
    package func delay(jitter: Double) -> Duration {
        guard failures > 0 else { return interval * slowness }
        let doubled = interval * Int64(1 << min(failures - 1, 6))
        let longest = max(isCheap ? Self.longestCheap : Self.longest, interval)
        // One that was slow before it failed is not asked oftener now.
        let wait = max(wish ?? .zero, min(doubled, longest), isCheap ? .zero : interval * slowness)
        return wait + wait * (0.2 * min(max(jitter, 0), 1))
    }

    /// Why polls come less often; nil while they come on time.
    package var explanation: String? {
        if failures > 1 || wish != nil { return "waiting longer after \(failures) failure\(failures == 1 ? "" : "s")" }
        guard slowness > 1 else { return nil }
        let milliseconds = (interval * slowness).milliseconds
        let seconds = milliseconds.isMultiple(of: 1000) ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
        return "the source is slow: every \(seconds)"
    }
}
