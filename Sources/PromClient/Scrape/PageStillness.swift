package import PromModel

/// Since when nothing on a page has moved, and how often it is renewed: a page that is written anew now and then stands
/// still in between, and says nothing of what came since.
package struct PageStillness: Sendable {
    /// A moment at which a page was other than before.
    private struct Change: Sendable {
        let at: Timestamp
        /// How often it had been seen as it was before.
        let stillPolls: Int
        /// How many requests it told at once; nil before anybody counted them.
        var requests: Double?
    }

    /// A page may have a hundred thousand samples: the first of them say as much as all.
    private static let mostSamples = 5000
    /// A page that is renewed was seen at least so often as it was.
    private static let fewestPolls = 3
    /// So many requests at once, after a time without any, did not come by themselves: they were kept back.
    private static let fewestRequests = 20.0
    /// How many changes are remembered.
    private static let mostChanges = 64
    /// How long a page that moved once is thought to be renewed at intervals.
    private static let patience = Duration.seconds(30)
    /// A page that stands still for so many of its renewals is not renewed any more.
    private static let mostMissed = 3

    private var values: Int?
    private var changes: [Change] = []
    /// When the page was first seen as it is; nil before the first.
    private(set) var since: Timestamp?
    /// How often it was seen so.
    private(set) var count = 0

    /// Nothing seen yet.
    package init() {}

    /// Takes a page that was scraped at a moment.
    package mutating func observe(_ page: Exposition, at moment: Timestamp) {
        var hasher = Hasher()
        for sample in page.samples.prefix(Self.mostSamples) { hasher.combine(sample.value.bitPattern) }
        let now = hasher.finalize()
        if now != values {
            if values != nil {
                changes = (changes + [Change(at: moment, stillPolls: count)]).suffix(Self.mostChanges)
            }
            (values, since, count) = (now, moment, 0)
        }
        count += 1
    }

    /// How long nothing has moved at a moment; nil where something has, or it was looked at too seldom to say.
    package func length(at moment: Timestamp) -> Duration? {
        guard count > 2, let since else { return nil }
        return moment - since
    }

    /// The change whose requests are to be counted: the first, or one after a time without any; nil where there is none.
    package var uncounted: Timestamp? {
        guard let last = changes.last, last.requests == nil else { return nil }
        return last.stillPolls >= Self.fewestPolls || changes.count == 1 ? last.at : nil
    }

    /// Notes how many requests the last change told at once.
    package mutating func noteRequests(_ requests: Double) {
        guard let last = changes.indices.last else { return }
        changes[last].requests = requests
    }

    /// Whether the page told many requests at once, hardly ever before, and stands still since: over what time they came
    /// is not known before it moves again.
    package func isPaceUnknown(at moment: Timestamp) -> Bool {
        guard let last = changes.last, moment - last.at <= Self.patience,
            count > 1 || last.stillPolls >= Self.fewestPolls
        else { return false }
        return renewals(at: moment).isEmpty && last.requests ?? 0 >= Self.fewestRequests
            && changes.count { $0.requests ?? 0 >= Self.fewestRequests } <= 2
            && changes.dropFirst().allSatisfy { $0.stillPolls > 1 }
    }

    /// When the page was renewed, oldest first, where it is renewed at intervals as far as its last changes tell; empty
    /// where it is not.
    ///
    /// Few requests come by chance at even intervals too: two of the renewals have to tell many at once.
    package func renewals(at moment: Timestamp) -> [Timestamp] {
        guard changes.count > 1 else { return [] }
        let gaps = zip(changes.dropFirst(), changes).map { $0.at - $1.at }
        guard let gap = gaps.last, gap > .zero, moment - changes[changes.count - 1].at <= gap * Self.mostMissed else {
            return []
        }
        var first = changes.count - 1
        while first > 0 {
            let other = gaps[first - 1]
            // Polls see a renewal up to one of them late.
            let isEven = max(gap, other) * 2 <= min(gap, other) * 3
            guard isEven, changes[first].stillPolls >= Self.fewestPolls else { break }
            first -= 1
        }
        // When the first one came is known to the time between two polls only where it was seen still before.
        let run = changes[first...].drop { $0.stillPolls < Self.fewestPolls }
        guard run.count > 1, run.count(where: { $0.requests ?? 0 >= Self.fewestRequests }) > 1 else { return [] }
        return run.map(\.at)
    }
}
