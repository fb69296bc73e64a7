package import GoldenSignals
package import PromModel

/// A route that is asked hardly anything any more while others are.
package struct RouteStop: Sendable, Equatable {
    /// Which route.
    package let name: String
    /// Since when, as nearly as the windows tell.
    package let since: Timestamp
    /// Its share of the requests before, 0 to 1.
    package let shareBefore: Double
    /// Its share since.
    package let shareNow: Double
    /// Requests a second before.
    package let rateBefore: Double
}

/// Follows what each route has of the requests: one that nobody reaches any more fails nowhere.
///
/// It has stopped where hardly anything is left of its own rate and of its part in the whole. So neither traffic that
/// falls everywhere nor a burst of another route stops one; and one that pauses now and then may pause again.
package struct RouteStops: Sendable, Equatable {
    private struct Entry: Sendable, Equatable {
        let at: Timestamp
        let length: Duration
        let all: Double
        let counts: [String: Double]
        /// What one that is not among them has at most.
        let mostOfOthers: Double

        var begin: Timestamp { at - length }
    }

    private struct Pause: Sendable, Equatable {
        let length: Duration
        let end: Timestamp
    }

    /// Requests of a time: of one route, and of all.
    private struct Counts {
        var own = 0.0
        var all = 0.0
        var length = Duration.zero
        /// Its part in the whole.
        var share: Double { all > 0 ? own / all : 0 }
        var rate: Double { length > .zero ? own / length.inSeconds : 0 }
    }

    private static let memory = Duration.seconds(3600)
    private static let mostEntries = 240
    private static let mostRoutes = 500
    /// What was usual is known by so many windows.
    private static let fewestWindows = 3
    /// What is usual is known by so many requests, and so many have to be missing.
    private static let fewestRequests = 50.0
    /// Less than this part of what is expected is hardly anything.
    private static let leastShare = 0.2
    /// Every window is tried as the beginning, and every route.
    private static let level = TrafficWatch.gapLevel / 100
    /// In so many of the windows before it had its part: else it is a batch that has ended.
    private static let leastUsual = 0.75
    /// One that paused for a while before may do so again.
    private static let stillness = 1.5
    /// A pause is remembered for as long: what runs once a day has its own each day.
    private static let memoryOfPauses = Duration.seconds(2 * 86_400)

    /// Windows side by side, the oldest first.
    private var entries: [Entry] = []
    private var began: Timestamp?
    private var lastAsked: [String: Timestamp] = [:]
    private var pauses: [String: Pause] = [:]
    /// The route that misses most; nil where none does.
    package private(set) var stop: RouteStop?

    /// Nothing was seen yet.
    package init() {}

    /// Takes what each had before anybody watched.
    package mutating func take(_ past: RequestPast) {
        guard entries.isEmpty else { return }
        for window in past.windows where !window.routes.isEmpty {
            let own = window.routes.values.reduce(0, +)
            note(
                Entry(
                    at: window.at,
                    length: past.length,
                    all: max(own, window.instances.values.reduce(0, +)),
                    counts: window.routes,
                    mostOfOthers: 0
                )
            )
        }
    }

    /// Takes a snapshot whose source is well.
    package mutating func observe(_ snapshot: SignalSnapshot) {
        // Where all requests are gone, or routes are not told apart, none is left out.
        guard snapshot.distrust == nil, !snapshot.isProbed, let rate = snapshot[.requestRate].value, rate > 0,
            snapshot.breakdown.map({ $0.dimension == .route }) ?? true
        else {
            stop = nil
            return
        }
        guard !snapshot.isPartial, let breakdown = snapshot.breakdown else { return }
        let seconds = snapshot.window.inSeconds
        let rates = breakdown.rows.compactMap { row in row.requestRate.map { (name: row.name, rate: $0) } }
        // Of a full answer the quietest have been left out.
        let isFull = breakdown.rows.count >= BreakdownQueries.fewestOfMany
        let newest = Entry(
            at: snapshot.at,
            length: snapshot.window,
            all: rate * seconds,
            counts: Dictionary(rates.map { ($0.name, $0.rate * seconds) }, uniquingKeysWith: +),
            mostOfOthers: isFull ? (rates.map(\.rate).min() ?? 0) * seconds : 0
        )
        judge(newest)
        note(newest)
    }

    private mutating func judge(_ newest: Entry) {
        let past = entries.filter { $0.at <= newest.begin }
        let names = Set(past.flatMap(\.counts.keys))
        let known = past + [newest]
        var found = names.compactMap { lack(of: $0, in: known) }
        if let told = stop.flatMap({ Self.lasting($0, newest) }) {
            // It was dated best when it was found.
            found.removeAll { $0.name == told.name }
            found.append(told)
        }
        stop = found.max { left, right in
            (left.shareBefore - left.shareNow, right.name) < (right.shareBefore - right.shareNow, left.name)
        }
    }

    /// One that was told, as it is now; nil where the route has its part again, or what it has become is as usual.
    private static func lasting(_ stop: RouteStop, _ newest: Entry) -> RouteStop? {
        let own = newest.counts[stop.name] ?? newest.mostOfOthers
        let expected = min(newest.all * stop.shareBefore, stop.rateBefore * newest.length.inSeconds)
        guard newest.all > 0, own < expected * leastShare, newest.at - stop.since <= memory else { return nil }
        return RouteStop(
            name: stop.name,
            since: stop.since,
            shareBefore: stop.shareBefore,
            shareNow: own / newest.all,
            rateBefore: stop.rateBefore
        )
    }

    /// Takes a window; of those that overlap only the first is kept.
    private mutating func note(_ entry: Entry) {
        if let last = entries.last, entry.begin < last.at { return }
        let begin = began ?? entry.begin
        began = begin
        for (name, count) in entry.counts where count > 0 {
            let pause = entry.begin - (lastAsked[name] ?? begin)
            let isLonger = pauses[name].map { pause >= $0.length || entry.at - $0.end > Self.memoryOfPauses } ?? true
            if pause > .zero, isLonger { pauses[name] = Pause(length: pause, end: entry.at) }
            lastAsked[name] = entry.at
        }
        entries.append(entry)
        entries.removeAll { entry.at - $0.at > Self.memory }
        if entries.count > Self.mostEntries { entries.removeFirst() }
        if lastAsked.count > Self.mostRoutes {
            let there = Set(entries.flatMap(\.counts.keys))
            lastAsked = lastAsked.filter { there.contains($0.key) }
            pauses = pauses.filter { there.contains($0.key) }
        }
    }

    /// What was counted in some windows; of a route that was not told of, nothing before, and now as much as it may be.
    private static func counts(of name: String, in entries: ArraySlice<Entry>, isPast: Bool) -> Counts {
        entries.reduce(into: Counts()) { sum, entry in
            sum.own += entry.counts[name] ?? (isPast ? 0 : entry.mostOfOthers)
            sum.all += entry.all
            sum.length += entry.length
        }
    }

    /// What a route lacks since hardly anything of it is left; nil where that may be chance, or is as ever.
    private func lack(of name: String, in known: [Entry]) -> RouteStop? {
        guard let newest = known.last, newest.all > 0 else { return nil }
        let most = known.dropLast().map { $0.all > 0 ? ($0.counts[name] ?? 0) / $0.all : 0 }.max() ?? 0
        let share = (newest.counts[name] ?? newest.mostOfOthers) / newest.all
        guard share < most * Self.leastShare else { return nil }
        // What goes to others is more of the requests from then on.
        let increments = known.map { entry in
            let own = min(entry.all, entry.counts[name] ?? 0)
            return BreachTrace.Increment(at: entry.at, requests: entry.all, bad: entry.all - own)
        }
        let trace = BreachTrace(detected: newest.at, step: newest.length, increments: increments)
        guard let change = OnsetEstimate(trace)?.at, let place = known.firstIndex(where: { $0.at > change }) else {
            return nil
        }
        // In the middle of a window half of it is left there.
        return stopped(name, in: known, since: place) ?? stopped(name, in: known, since: place + 1)
    }

    private func stopped(_ name: String, in known: [Entry], since place: Int) -> RouteStop? {
        guard place >= Self.fewestWindows, place < known.count, let newest = known.last else { return nil }
        let past = Self.counts(of: name, in: known[..<place], isPast: true)
        let now = Self.counts(of: name, in: known[place...], isPast: false)
        // Neither what the others bring beyond their part, nor what all lack, is missing here.
        let expected = min(now.all * past.share, past.rate * now.length.inSeconds)
        let habit = Habit(rate: past.rate, history: past.length)
        guard past.own >= Self.fewestRequests, expected >= Self.fewestRequests,
            now.own < expected * Self.leastShare,
            PoissonTail.probability(ofAtMost: now.own, mean: expected) < Self.level,
            habit.probability(ofAtMost: now.own, in: now.length) < Self.level
        else { return nil }
        // A window that is not empty yet holds what came before it stopped.
        let left = place == known.count - 1 ? now.own / expected : 0
        let since = known[place].begin + newest.length * left
        let asked = known[..<place].count { !Self.isPaused(name, in: $0, past) }
        guard Double(asked) >= Double(place) * Self.leastUsual else { return nil }
        let pause = longestPause(of: name, in: known[..<place], past)
        guard newest.at - known[place].begin >= pause * Self.stillness else { return nil }
        return RouteStop(
            name: name,
            since: since,
            shareBefore: past.share,
            shareNow: now.own / now.all,
            rateBefore: past.rate
        )
    }

    private static func isPaused(_ name: String, in entry: Entry, _ past: Counts) -> Bool {
        (entry.counts[name] ?? 0) < entry.all * past.share * leastShare
    }

    /// The longest time for which hardly anything of it was left before, as far as is known.
    private func longestPause(of name: String, in entries: ArraySlice<Entry>, _ past: Counts) -> Duration {
        var longest = Duration.zero
        if let pause = pauses[name], let last = entries.last, last.at - pause.end <= Self.memoryOfPauses {
            longest = pause.length
        }
        var begin: Timestamp?
        for entry in entries {
            begin = Self.isPaused(name, in: entry, past) ? begin ?? entry.begin : nil
            if let begin { longest = max(longest, entry.at - begin) }
        }
        return longest
    }
}
