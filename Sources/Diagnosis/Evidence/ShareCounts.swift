import PromModel

/// Requests of a length of time, and the bad ones among them.
package struct ShareCounts: Sendable, Equatable {
    /// All of them.
    package let requests: Double
    /// The bad ones.
    package let bad: Double
    /// How long it took.
    package let length: Duration

    /// Memberwise.
    package init(requests: Double, bad: Double, length: Duration) {
        self.requests = requests
        self.bad = bad
        self.length = length
    }

    /// The share of the bad ones; nil without a request.
    package var share: Double? { requests > 0 ? min(1, bad / requests) : nil }

    /// Whether it is proven that their share is above a limit.
    package func exceeds(_ limit: Double) -> Bool { ShareEvidence.exceeds(limit: limit, bad: bad, of: requests) }
}

/// The counts of the last half hour, to look further back where one window holds too little.
struct CountMemory: Sendable, Equatable {
    private struct Entry: Sendable, Equatable {
        let at: Timestamp
        let requests: Double
        let bad: Double
    }

    /// No further back than this: what was half an hour ago is no news.
    static let longest = Duration.seconds(1800)
    private var entries: [Entry] = []

    /// Takes the counts of the window that ends at a moment; moments come in the order of time.
    mutating func note(requests: Double, bad: Double, at moment: Timestamp) {
        entries.append(Entry(at: moment, requests: requests, bad: bad))
        // In larger pieces: going through all of them is not for every evaluation.
        if let first = entries.first, moment - first.at > Self.longest * 2 { forget(before: moment - Self.longest) }
    }

    /// Forgets what is not to be looked at any more.
    mutating func forget(before moment: Timestamp) {
        entries.removeAll { $0.at < moment }
    }

    /// The counts of windows side by side, from the newest back, until they suffice; nil where nothing is known.
    func counts(window: Duration, until isEnough: (ShareCounts) -> Bool) -> ShareCounts? {
        guard let newest = entries.last else { return nil }
        var sum = ShareCounts(requests: newest.requests, bad: newest.bad, length: window)
        var index = entries.count - 1
        while !isEnough(sum), sum.length + window <= Self.longest {
            // The newest window that ends where the last one began.
            let end = entries[index].at - window
            guard let next = entries[..<index].lastIndex(where: { $0.at <= end }) else { break }
            index = next
            let earlier = entries[index]
            sum = ShareCounts(
                requests: sum.requests + earlier.requests,
                bad: sum.bad + earlier.bad,
                length: newest.at - earlier.at + window
            )
        }
        return sum
    }
}
