package import GoldenSignals
package import PromModel

/// An instance that is asked hardly anything any more while others are.
package struct InstanceDeparture: Sendable, Equatable {
    /// Which instance; of several the first by name.
    package let name: String
    /// Since when, as nearly as the polls tell.
    package let since: Timestamp
    /// Its share of the requests before, 0 to 1.
    package let shareBefore: Double
    /// Its share since.
    package let shareNow: Double
    /// The others that are left out beside it, whose shares are in its own.
    package var others: [String] = []
    /// What all of them have in common and no other instance has, as a label and its value; nil where there is nothing.
    package var place: Label?

    /// A label that tells them from the rest.
    package struct Label: Sendable, Equatable {
        /// Its name: `zone`.
        package let name: String
        /// Its value.
        package let value: String
    }

    /// Several together; nil of none.
    ///
    /// `targets` are the labels of all instances.
    init?(_ departures: [InstanceDeparture], among targets: [Labels]) {
        let ordered = departures.sorted { $0.name < $1.name }
        guard let first = ordered.first, let since = ordered.map(\.since).min() else { return nil }
        name = first.name
        self.since = since
        shareBefore = min(1, ordered.reduce(0) { $0 + $1.shareBefore })
        shareNow = min(1, ordered.reduce(0) { $0 + $1.shareNow })
        others = ordered.dropFirst().map(\.name)
        place = others.isEmpty ? nil : Self.place(of: Set(ordered.map(\.name)), among: targets)
    }

    init(name: String, since: Timestamp, shareBefore: Double, shareNow: Double) {
        (self.name, self.since, self.shareBefore, self.shareNow) = (name, since, shareBefore, shareNow)
    }

    /// What instances have in common and no other has, where a zone first; nil where there is nothing.
    package static func place(of names: Set<String>, among targets: [Labels]) -> Label? {
        let own = targets.filter { names.contains($0["instance"]) }
        guard let first = own.first, Set(own.map { $0["instance"] }) == names else { return nil }
        let common = first.filter { label in
            label.name != "instance" && own.allSatisfy { $0[label.name] == label.value }
                && targets.allSatisfy { names.contains($0["instance"]) || $0[label.name] != label.value }
        }
        let told = common.first { $0.name.contains("zone") } ?? common.first
        return told.map { Label(name: $0.name, value: $0.value) }
    }
}

/// Follows what each instance has of the requests: one that is left out by whoever distributes them fails nowhere.
package struct InstanceWatch: Sendable, Equatable {
    private struct Entry: Sendable, Equatable {
        let at: Timestamp
        /// How many requests of each were counted by then, since it was seen first.
        let counted: [String: Double]
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
    /// The instances that are left out; nil where none is.
    package private(set) var departure: InstanceDeparture?

    /// Nothing was seen yet.
    package init() {}

    /// Takes what each had before anybody watched.
    package mutating func take(_ past: RequestPast) {
        guard entries.isEmpty, let newest = past.windows.last?.at else { return }
        let windows = past.windows.filter { newest - $0.at < Self.memory }
        let names = Set(windows.flatMap(\.instances.keys))
        guard let first = windows.first, names.count <= Self.mostInstances else { return }
        var counted: [String: Double] = [:]
        entries = [Entry(at: first.at - past.length, counted: counted)]
        for window in windows {
            for (name, requests) in window.instances {
                counted[name, default: 0] += requests
                seen[name] = seen[name] ?? window.at - past.length
            }
            entries.append(Entry(at: window.at, counted: counted))
        }
    }

    /// Takes a snapshot whose source is well; targets are scraped every `scrape`.
    package mutating func observe(_ snapshot: SignalSnapshot, scrape: Duration) {
        departure = nil
        let totals = snapshot.instanceTotals
        guard snapshot.distrust == nil, totals.count <= Self.mostInstances else {
            self = InstanceWatch()
            return
        }
        note(totals, at: snapshot.at)
        let down = Set(snapshot.targetsAlive.filter { !$0.value }.map { $0.key["instance"] })
        // One that joined later has taken its part from all.
        let peers = Set(seen.filter { $0.value <= (entries.first?.at ?? snapshot.at) + Self.leastPast }.keys)
        guard peers.count > 1, entries.count > Self.fewestScrapes else { return }
        let found = totals.keys.filter { peers.contains($0) && !down.contains($0) }.compactMap { name in
            lack(of: name, among: peers, scrape)
        }
        departure = InstanceDeparture(found, among: Array(snapshot.targetsAlive.keys))
    }

    private mutating func note(_ totals: [String: Double], at moment: Timestamp) {
        guard entries.last.map({ moment > $0.at }) ?? true else {
            // What came until now was told by somebody else.
            for (name, total) in totals where last[name] == nil {
                last[name] = total
                seen[name] = seen[name] ?? moment
            }
            return
        }
        var counted = entries.last?.counted ?? [:]
        for (name, total) in totals {
            if let before = last[name] {
                counted[name, default: 0] += total >= before ? total - before : total
            } else {
                seen[name] = seen[name] ?? moment
            }
            last[name] = total
        }
        if last.count > Self.mostInstances * 2 {
            let isThere = { (name: String) in totals[name] != nil }
            (last, seen) = (totals, seen.filter { isThere($0.key) })
            counted = counted.filter { isThere($0.key) }
        }
        entries.append(Entry(at: moment, counted: counted))
        while let first = entries.first, moment - first.at > Self.memory { entries.removeFirst() }
        if entries.count > Self.mostEntries { thin() }
    }

    /// Leaves out every second one of the older half.
    private mutating func thin() {
        let half = entries.count / 4 * 2
        entries.replaceSubrange(..<half, with: stride(from: 0, to: half, by: 2).map { entries[$0] })
    }

    /// What was counted between two entries: of one instance, and of all that are compared.
    private func counts(
        of name: String,
        among peers: Set<String>,
        _ first: Int,
        _ last: Int
    ) -> (own: Double, all: Double) {
        let (from, through) = (entries[first].counted, entries[last].counted)
        let counted = { (name: String) in (through[name] ?? 0) - (from[name] ?? 0) }
        return (counted(name), peers.reduce(0) { $0 + counted($1) })
    }

    /// What an instance lacks since it gets hardly anything; nil where that may be chance.
    private func lack(
        of name: String,
        among peers: Set<String>,
        _ scrape: Duration
    ) -> InstanceDeparture? {
        guard let newest = entries.last?.at, let oldest = entries.first?.at else { return nil }
        // Before and after an entry, where what came after it is hardly anything.
        func leftOut(since place: Int) -> (past: (own: Double, all: Double), now: (own: Double, all: Double))? {
            let past = counts(of: name, among: peers, 0, place)
            let now = counts(of: name, among: peers, place, entries.count - 1)
            let isHardly = past.own >= Self.fewestRequests && now.own < now.all * past.own / past.all * Self.leastShare
            return isHardly ? (past, now) : nil
        }
        // Nearly all of them are asked as ever: that is seen at once.
        guard let recent = entries.lastIndex(where: { newest - $0.at >= scrape * Self.fewestScrapes }),
            leftOut(since: recent) != nil
        else { return nil }
        // What goes to others is more of the requests from then on.
        let increments = entries.indices.dropFirst().map { place in
            let counted = counts(of: name, among: peers, place - 1, place)
            return BreachTrace.Increment(at: entries[place].at, requests: counted.all, bad: counted.all - counted.own)
        }
        let trace = BreachTrace(detected: newest, step: scrape, increments: increments)
        guard let change = OnsetEstimate(trace)?.at, let place = entries.lastIndex(where: { $0.at <= change }),
            let (past, now) = leftOut(since: place)
        else { return nil }
        let since = entries[place].at
        let share = past.own / past.all
        guard since - oldest >= Self.leastPast, newest - since >= scrape * Self.fewestScrapes,
            newest - since >= longestStill(name, through: place) * Self.stillness, now.all > now.own,
            PoissonTail.probability(ofAtMost: now.own, mean: now.all * share) < Self.level
        else { return nil }
        return InstanceDeparture(name: name, since: since, shareBefore: share, shareNow: now.own / now.all)
    }

    /// The longest time without a request, up to an entry.
    ///
    /// It is from the last look by which one had come to the last by which none had come since: looks that are far apart
    /// tell of no pause between them.
    private func longestStill(_ name: String, through place: Int) -> Duration {
        var (longest, last) = (Duration.zero, entries.first)
        var still: Entry?
        for entry in entries[...place] {
            if entry.counted[name] == last?.counted[name] {
                still = entry
                continue
            }
            if let last, let still { longest = max(longest, still.at - last.at) }
            (last, still) = (entry, nil)
        }
        return longest
    }
}
