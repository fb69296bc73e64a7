import PromModel

/// What the counters of requests grew by from poll to poll, for as long as four windows, five minutes at least.
struct RecentRequests: Sendable, Equatable {
    /// Requests of a length of time.
    struct Count: Sendable, Equatable {
        let requests: Double
        let length: Duration

        var perSecond: Double { requests / length.inSeconds }
    }

    private struct Growth: Sendable, Equatable {
        let at: Timestamp
        let requests: Double
    }

    private static let least = Duration.seconds(300)

    private var growths: [Growth] = []

    init() {}

    /// Takes by how much they grew since the poll before; moments come in the order of time.
    mutating func note(_ growth: Double, at moment: Timestamp, keeping window: Duration) {
        if let last = growths.last, moment <= last.at { return }
        growths.append(Growth(at: moment, requests: growth))
        growths.removeAll { moment - $0.at > max(window * 4, Self.least) }
    }

    /// The newest ones over at least `length`; nil where they do not reach as far.
    func count(of length: Duration) -> Count? {
        guard let newest = growths.last, let first = growths.lastIndex(where: { newest.at - $0.at >= length }) else {
            return nil
        }
        let requests = growths[(first + 1)...].reduce(0) { $0 + $1.requests }
        return Count(requests: requests, length: newest.at - growths[first].at)
    }

    /// What came before the newest ones over `length` in place of what is usual, where that was less.
    func ebb(before length: Duration, of habit: Habit) -> Habit {
        // An ebb that goes on is more in what came last, and more certain in more.
        let counts = [32.0, 64, 128].map { count(before: length, of: .seconds($0 / habit.rate)) }
        return counts.map(habit.ebbed).min { $0.rate < $1.rate } ?? habit
    }

    /// Those of `span` before the newest ones over `length`, or of what is kept of it; nil where nothing is as old.
    func count(before length: Duration, of span: Duration) -> Count? {
        guard let newest = growths.last, let last = growths.lastIndex(where: { newest.at - $0.at >= length }),
            let first = growths[...last].lastIndex(where: { growths[last].at - $0.at >= span })
                ?? growths.indices.first,
            first < last
        else { return nil }
        let requests = growths[(first + 1)...last].reduce(0) { $0 + $1.requests }
        return Count(requests: requests, length: growths[last].at - growths[first].at)
    }
}
