import GoldenSignals
import PromModel

/// What overlapping windows counted, taken apart into what came from one evaluation to the next.
struct WindowedCounts: Sendable, Equatable {
    private struct Entry: Sendable, Equatable {
        let at: Timestamp
        let requests: Double
        let bad: Double
    }

    /// A window and as much before it, at a window of twelve evaluations and more.
    private static let most = 48
    private var entries: [Entry] = []

    /// Takes the counts of the window that ends at a moment.
    mutating func note(requests: Double, bad: Double, at moment: Timestamp) {
        if let last = entries.last, last.at >= moment { entries = [] }
        entries.append(Entry(at: moment, requests: requests, bad: bad))
        if entries.count > Self.most { entries.removeFirst(entries.count - Self.most) }
    }

    /// The increments from evaluation to evaluation; nil where too little is known.
    ///
    /// A window has gained what came and lost what came a window ago: the increments follow one from another. Those of
    /// the first window are taken to have come evenly.
    func trace(window: Duration, detected: Timestamp) -> BreachTrace? {
        guard entries.count >= 4, let first = entries.first else { return nil }
        let steps = zip(entries.dropFirst(), entries).map { $0.at - $1.at }.sorted()
        let step = steps[steps.count / 2]
        guard step > .zero, window >= step else { return nil }
        let lag = max(1, Int((window / step).rounded()))
        let share = 1 / Double(lag)
        var gained = [(requests: Double, bad: Double)](
            repeating: (first.requests * share, first.bad * share),
            count: lag
        )
        var increments: [BreachTrace.Increment] = []
        for (entry, before) in zip(entries.dropFirst(), entries) {
            let left = gained[gained.count - lag]
            let requests = max(0, entry.requests - before.requests + left.requests)
            let bad = min(requests, max(0, entry.bad - before.bad + left.bad))
            gained.append((requests, bad))
            increments.append(BreachTrace.Increment(at: entry.at, requests: requests, bad: bad))
        }
        return BreachTrace(detected: detected, step: step, increments: increments)
    }
}
