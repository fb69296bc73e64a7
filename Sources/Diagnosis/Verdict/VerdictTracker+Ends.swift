import PromModel

/// An end that was told because nothing bad came any more, while the window still held what was before it.
struct ToldEnd: Sendable, Equatable {
    /// When the breach had been found.
    let found: Timestamp
    /// When it ended.
    let since: Timestamp
    /// When that was told first.
    let from: Timestamp
    /// When it was told last.
    var through: Timestamp
}

// Points are judged anew as they change; what polls had counted between them stays known.
extension VerdictTracker {
    /// So many ends of each limit are remembered.
    private static let mostEnds = 16

    /// Notes that the breach of a limit is over since a moment, by what polls counted; the poll that finds the window
    /// without it is the last that tells so.
    mutating func noteEnd(of index: Int, since moment: Timestamp, at told: Timestamp, wasQuiet: Bool) {
        let tracker = trackers[index]
        guard tracker.isQuiet || wasQuiet && tracker.isCalm, let found = tracker.ended?.breach.since else { return }
        var known = ends[index] ?? []
        if let last = known.last, last.found == found, last.through >= moment {
            known[known.count - 1].through = max(last.through, told)
        } else {
            known.append(ToldEnd(found: found, since: moment, from: told, through: told))
        }
        ends[index] = known.suffix(Self.mostEnds)
    }

    /// Since when the breach under way of a limit was told to be over at a moment; nil where it was not.
    ///
    /// With the time without a failure, `spell`, of the newest: there what was told holds for as long as none came after
    /// it, whatever fewer requests would prove by themselves. So it does between the last poll and the newest, whose time
    /// without a failure is `later`.
    func toldEnd(of index: Int, at moment: Timestamp, _ spell: QuietSpell?, later: QuietSpell?) -> Timestamp? {
        guard let found = (trackers[index].breach ?? trackers[index].quietBreach)?.since else { return nil }
        return ends[index]?.last { end in
            // Samples that came late may have moved when it was found.
            let off = end.found > found ? end.found - found : found - end.found
            guard off <= window, end.from <= moment else { return false }
            if let spell { return spell.since <= end.since }
            return end.through >= moment || later.map { $0.since <= end.since } ?? false
        }?.since
    }
}
