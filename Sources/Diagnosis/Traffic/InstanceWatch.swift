package import GoldenSignals
package import PromModel

/// An instance that is asked hardly anything any more while others are.
package struct InstanceDeparture: Sendable, Equatable {
    /// Which instance.
    package let name: String
    /// Since when, as nearly as the polls tell.
    package let since: Timestamp
    /// Its share of the requests before, 0 to 1.
    package let shareBefore: Double
    /// Its share since.
    package let shareNow: Double
}

/// Follows what each instance has of the requests: one that is left out by whoever distributes them fails nowhere.
package struct InstanceWatch: Sendable, Equatable {
    private struct Entry: Sendable, Equatable {
        let at: Timestamp
        /// By how much each one's counter grew since the entry before.
        var grown: [String: Double]
    }

    private static let mostEntries = 240
    private static let mostInstances = 50
    private static let memory = Duration.seconds(1800)
    /// What was usual is known after so long, and by so many requests.
    private static let leastPast = Duration.seconds(60)
    private static let fewestRequests = 50.0
    /// Less than this part of what is expected is hardly anything.
    private static let leastShare = 0.2
    /// Every moment is tried as the beginning, and every instance.
    private static let level = TrafficWatch.gapLevel / 100
    /// Instances are scraped one after the other, and a scrape may be late.
    private static let fewestScrapes = 3
    /// One that was still for a while before may be so again.
    private static let stillness = 1.5

    private var entries: [Entry] = []
    private var last: [String: Double] = [:]
    private var seen: [String: Timestamp] = [:]
    /// The instance that misses most; nil where none does.
    package private(set) var departure: InstanceDeparture?

    /// Nothing was seen yet.
    package init() {}

    /// Takes a snapshot whose source is well; targets are scraped every `scrape`.
    package mutating func observe(_ snapshot: SignalSnapshot, scrape: Duration) {
        departure = nil
        let totals = snapshot.requestTotals
        guard snapshot.distrust == nil, totals.count <= Self.mostInstances else {
            self = InstanceWatch()
            return
        }
        note(totals, at: snapshot.at)
        let down = Set(snapshot.targetsAlive.filter { !$0.value }.map { $0.key["instance"] })
        // One that joined later has taken its part from all.
        let peers = Set(seen.filter { $0.value <= (entries.first?.at ?? snapshot.at) + Self.leastPast }.keys)
        guard peers.count > 1, entries.count > Self.fewestScrapes else { return }
        let sums = entries.map { entry in entry.grown.reduce(0) { peers.contains($1.key) ? $0 + $1.value : $0 } }
        let found = totals.keys.filter { peers.contains($0) && !down.contains($0) }.compactMap { name in
            lack(of: name, sums, scrape).map { (departure: $0.departure, lacking: $0.lacking) }
        }
        departure = found.max { ($0.lacking, $1.departure.name) < ($1.lacking, $0.departure.name) }?.departure
    }

    private mutating func note(_ totals: [String: Double], at moment: Timestamp) {
        guard entries.last.map({ moment > $0.at }) ?? true else { return }
        var grown: [String: Double] = [:]
        for (name, total) in totals {
            if let before = last[name] {
                let risen = total >= before ? total - before : total
                if risen > 0 { grown[name] = risen }
            } else {
                seen[name] = moment
            }
            last[name] = total
        }
        entries.append(Entry(at: moment, grown: grown))
        while let first = entries.first, moment - first.at > Self.memory { entries.removeFirst() }
        if entries.count > Self.mostEntries { thin() }
        guard last.count > Self.mostInstances * 2 else { return }
        last = totals
        seen = seen.filter { totals[$0.key] != nil }
    }

    /// Puts pairs of the older half together.
    private mutating func thin() {
        let half = entries.count / 4 * 2
        let older = stride(from: 0, to: half, by: 2).map { place in
            Entry(
                at: entries[place + 1].at,
                grown: entries[place].grown.merging(entries[place + 1].grown, uniquingKeysWith: +)
            )
        }
        entries.replaceSubrange(..<half, with: older)
    }

    /// What an instance lacks since it gets hardly anything; nil where that may be chance.
    private func lack(
        of name: String,
        _ sums: [Double],
        _ scrape: Duration
    ) -> (departure: InstanceDeparture, lacking: Double)? {
        guard let newest = entries.last?.at, let oldest = entries.first?.at else { return nil }
        let own = entries.map { $0.grown[name] ?? 0 }
        func counts(_ range: Range<Int>) -> (own: Double, all: Double) {
            (own[range].reduce(0, +), sums[range].reduce(0, +))
        }
        func isLeftOut(from place: Int) -> Bool {
            let (past, now) = (counts(0..<place), counts(place..<own.count))
            return past.own >= Self.fewestRequests && now.own < now.all * past.own / past.all * Self.leastShare
        }
        // Nearly all of them are asked as ever: that is seen at once.
        let recent = entries.firstIndex { newest - $0.at < scrape * Self.fewestScrapes } ?? own.count
        guard recent < own.count, isLeftOut(from: recent) else { return nil }
        // What goes to others is more of the requests from then on.
        let increments = entries.indices.map {
            BreachTrace.Increment(at: entries[$0].at, requests: sums[$0], bad: sums[$0] - own[$0])
        }
        let trace = BreachTrace(detected: newest, step: scrape, increments: increments)
        guard let change = OnsetEstimate(trace)?.at, let place = entries.firstIndex(where: { $0.at > change }),
            place > 0, isLeftOut(from: place)
        else { return nil }
        let since = entries[place - 1].at
        let (past, now) = (counts(0..<place), counts(place..<own.count))
        let share = past.own / past.all
        guard since - oldest >= Self.leastPast, newest - since >= scrape * Self.fewestScrapes,
            newest - since >= longestStill(own[..<place]) * Self.stillness, now.all > now.own,
            PoissonTail.probability(ofAtMost: now.own, mean: now.all * share) < Self.level
        else { return nil }
        let departure = InstanceDeparture(name: name, since: since, shareBefore: share, shareNow: now.own / now.all)
        return (departure, now.all * share - now.own)
    }

    /// The longest time without a request.
    private func longestStill(_ own: ArraySlice<Double>) -> Duration {
        var (longest, since) = (Duration.zero, entries.first?.at)
        for place in own.indices where own[place] > 0 {
            if let since { longest = max(longest, entries[place].at - since) }
            since = entries[place].at
        }
        return longest
    }
}
