package import GoldenSignals
package import PromModel

/// Judges the traffic against what was usual before, beyond what chance brings.
package struct TrafficWatch: Sendable, Equatable {
    /// A gap is a stop where chance makes one that long less often: about one in a million, e^-14, where 14 requests
    /// would have come in it.
    static let gapLevel = 8.315e-7
    /// By chance one evaluation in a million, as for a stop: a window is looked at as a whole, its newest half besides,
    /// and at each poll anew.
    private static let level = 1e-6
    /// The share of the usual traffic that is still there, below which it fell.
    private static let standardLeastShare = 0.2
    /// How many times the usual traffic it may be.
    private static let mostTimes = 5.0

    /// A page is not renewed more seldom: a longer time was a stop, which may come again.
    private static let mostStill = Duration.seconds(60)

    private var requests = CounterWatch()
    private var recent = RecentRequests()
    /// The longest time for which the counters stood still and went on: a page may be renewed now and then only.
    private var longestStill = Duration.zero
    private var departedSince: Timestamp?
    private var recurrence = FallRecurrence()
    /// When the traffic fell: what is left of it may pause, and that is no new beginning.
    private var fellSince: Timestamp?
    private var leastShare = standardLeastShare
    /// How the traffic differs now; nil where it is as usual, or nothing usual is known.
    package private(set) var change: TrafficChange?
    /// Since when it has not been as usual, whatever it was first; nil while it is.
    package private(set) var troubleSince: Timestamp?
    /// About when requests came again after a stop, while the window holds the pause.
    private var returned: Timestamp?
    /// When it stood still last.
    private var stoppedAt: Timestamp?

    /// Nothing was looked at yet.
    package init() {}

    /// Takes a snapshot as ``observe(_:usual:scrape:)`` does; `limits` are those that the user gave.
    package mutating func observe(
        _ snapshot: SignalSnapshot,
        usual: Double?,
        over history: Duration? = nil,
        scrape: Duration,
        limits: [Limit]
    ) {
        defer { troubleSince = change.map { min(troubleSince ?? $0.since, $0.since) } }
        let fall = limits.on(.trafficFall)
        leastShare = fall.map { 1 - $0.threshold } ?? Self.standardLeastShare
        let before = change
        if change?.kind == .low { change = nil }
        observe(snapshot, usual: usual, over: history, scrape: scrape)
        if change?.kind == .fell, let fall { change?.severity = fall.severity }
        guard change == nil, let least = limits.on(.leastTraffic) else { return }
        let isTold = before?.kind == .low
        // A window that lacks samples tells nothing of how many came: what was told is not over.
        guard !snapshot.isThin, snapshot[.requestRate].state != .noData, let whole = snapshot.requestCount else {
            if isTold { change = before }
            return
        }
        let looks = [
            RecentRequests.Count(requests: whole, length: snapshot.window), shortCount(snapshot, scrape),
        ]
        let low = looks.compactMap { $0 }.first { look in
            let expected = least.threshold * look.length.inSeconds
            guard look.requests < expected else { return false }
            // Nothing that is only estimated: the limit is given, and judged as a share is.
            return isTold || PoissonTail.probability(ofAtMost: look.requests, mean: expected) < ShareEvidence.level
        }
        guard let low else { return }
        change = TrafficChange(
            kind: .low,
            found: isTold ? before?.found ?? snapshot.at : snapshot.at,
            since: isTold ? before?.since ?? snapshot.at : snapshot.at,
            usual: least.threshold,
            now: low.perSecond,
            severity: least.severity
        )
    }

    /// Takes a snapshot whose source is well; `usual` is what was usual before, in requests a second, nil where nothing is.
    ///
    /// `history` is the time that this was counted over, nil where that is long: what was counted for a short time may
    /// have been more by chance, as what is now may be less. `scrape` is between two scrapes: nothing newer can be known.
    package mutating func observe(
        _ snapshot: SignalSnapshot,
        usual: Double?,
        over history: Duration? = nil,
        scrape: Duration
    ) {
        let last = requests.lastGrowth
        let growth = requests.observe(snapshot.requestTotals, at: snapshot.at)
        if snapshot.requestTotals.isEmpty {
            recent = RecentRequests()
        } else {
            recent.note(growth, at: snapshot.at, keeping: snapshot.window)
        }
        if let last, let now = requests.lastGrowth { longestStill = max(longestStill, min(now - last, Self.mostStill)) }
        // What is usual is not what has become of it.
        guard let usual = change?.usual ?? usual, usual > 0, snapshot[.requestRate].state != .noData else {
            change = nil
            (departedSince, fellSince) = (nil, nil)
            return
        }
        let habit = Habit(rate: usual, history: change == nil ? history : nil)
        if let stop = stop(snapshot, habit, scrape) {
            change = stop
            return
        }
        let expected = usual * snapshot.window.inSeconds
        let count = snapshot.requestCount ?? (snapshot[.requestRate].value ?? 0) * snapshot.window.inSeconds
        note(count, expected, at: snapshot.at)
        let short = shortCount(snapshot, scrape)
        let sudden = short.flatMap { short in
            kind(short.requests, in: short.length, habit).map { (kind: $0, rate: short.perSecond) }
        }
        let windowed = kind(count, in: snapshot.window, habit).map {
            (kind: $0, rate: count / snapshot.window.inSeconds)
        }
        var found = sudden ?? windowed
        recurrence.observe(isFallen: found?.kind == .fell, at: snapshot.at)
        // What comes in bursts at even intervals falls between them, and will come again.
        if change == nil, found?.kind == .fell, recurrence.isUsual(at: snapshot.at) { found = nil }
        // After a stop the window holds the pause: what came since then tells whether it is as usual again.
        if found?.kind == .fell, count > 0, let back = sinceReturn(snapshot, habit, scrape) {
            found = kind(back.requests, in: back.length, habit).map { (kind: $0, rate: back.perSecond) }
        }
        // A window that is not full lacks requests that came: only a rise is known by it.
        if snapshot.isPartial, change == nil, found?.kind == .fell { found = nil }
        if found?.kind == .fell, count == 0, requests.lastGrowth == nil {
            // It had stopped before it was watched.
            guard change?.kind != .stopped else { return }
            change = TrafficChange(kind: .stopped, found: snapshot.at, since: snapshot.at, usual: usual, now: 0)
            return
        }
        change = found.map { kind, rate in
            let isPauseOver = kind == .fell && change?.kind == .stopped
            let since = change == nil || isPauseOver ? fellSince ?? departedSince : change?.since
            var next = TrafficChange(
                kind: kind,
                found: change?.found ?? snapshot.at,
                since: since ?? snapshot.at,
                usual: usual,
                now: rate
            )
            next.isOlderThanData = change.map { $0.isOlderThanData && $0.since == next.since } ?? false
            return next
        }
        fellSince = change?.kind == .fell ? change?.since : nil
    }

    /// The requests of the newest half of the window, by the counters; nil where they do not reach as far, or stand still
    /// for about as long now and then.
    ///
    /// A long window tells late that most of its requests are gone.
    private func shortCount(_ snapshot: SignalSnapshot, _ scrape: Duration) -> RecentRequests.Count? {
        let length = max(snapshot.window / 2, scrape * 4, longestStill * 2)
        guard length < snapshot.window, snapshot.at - (snapshot.newestSample ?? snapshot.at) <= scrape * 2 else {
            return nil
        }
        // Counters that know little of what the window holds tell nothing of its end either.
        guard let whole = recent.count(of: snapshot.window), let windowed = snapshot.requestCount,
            whole.requests >= windowed / 2
        else { return nil }
        return recent.count(of: length)
    }

    /// Takes when the change began, as nearly as the scrapes tell; `found` is what it is known by.
    ///
    /// A stop is dated by its last request.
    package mutating func take(_ estimate: OnsetEstimate, of found: Timestamp) {
        guard change?.found == found, change?.kind != .stopped else { return }
        change?.since = estimate.at
        change?.isOlderThanData = false
        if change?.kind == .fell { fellSince = estimate.at }
    }

    /// Takes since when the traffic was that low by what a source knew of the time before it was watched.
    ///
    /// Where the change began under watch its scrapes know better.
    package mutating func take(departure: Timestamp, isOlderThanData: Bool = false) {
        guard let told = change, told.since == told.found, departure < told.since else { return }
        change?.since = departure
        change?.isOlderThanData = isOlderThanData
        if told.kind == .fell { fellSince = departure }
    }

    /// Requests came since it was watched.
    package var hasSeenRequests: Bool { requests.lastGrowth != nil }

    /// What was usual is known better now: what was made of it before does not count.
    package mutating func judgeAnew() {
        change = nil
        (departedSince, fellSince) = (nil, nil)
    }

    /// Nothing was observed for a while: what was is not known to go on.
    package mutating func interrupt() {
        requests.interrupt()
        recent = RecentRequests()
        let told = change
        judgeAnew()
        // The least that was asked for is no habit: what is known of it holds until something else is.
        if told?.kind == .low { change = told }
    }

    /// How so many requests differ from what a rate brings, by one look without a past; nil where it does not.
    package static func departure(of count: Double, in length: Duration, from usual: Double) -> TrafficChange.Kind? {
        let habit = Habit(rate: usual, history: TrafficHabit.span)
        if count == 0 { return habit.probability(ofAtMost: 0, in: length) < gapLevel ? .stopped : nil }
        return TrafficWatch().kind(count, in: length, habit)
    }

    private func stop(_ snapshot: SignalSnapshot, _ habit: Habit, _ scrape: Duration) -> TrafficChange? {
        guard let last = requests.lastGrowth else { return nil }
        // Of the time for which the source has no samples nothing is known.
        let gap = min(snapshot.at, snapshot.newestSample ?? snapshot.at) - last
        guard gap >= max(scrape * 2, longestStill * 3 / 2), habit.probability(ofAtMost: 0, in: gap) < Self.gapLevel,
            change != nil || recent.ebb(before: gap, of: habit).probability(ofAtMost: 0, in: gap) < Self.gapLevel
        else { return nil }
        return TrafficChange(
            kind: .stopped,
            found: change?.found ?? snapshot.at,
            since: last,
            usual: habit.rate,
            now: 0
        )
    }

    /// What came since requests came again after a stop, while the window holds the pause; nil where it does not.
    ///
    /// Of the first two scrapes of them nothing can be told: they are taken to be as usual.
    private mutating func sinceReturn(
        _ snapshot: SignalSnapshot,
        _ habit: Habit,
        _ scrape: Duration
    ) -> RecentRequests.Count? {
        if change?.kind == .stopped { stoppedAt = snapshot.at }
        // A few that come now and then are what is left.
        if returned == nil, let stoppedAt, snapshot.at - stoppedAt < snapshot.window,
            let newest = recent.count(of: scrape),
            kind(newest.requests, in: newest.length, habit) == nil
        {
            returned = snapshot.at
        }
        if let since = returned, snapshot.at - since >= snapshot.window { (returned, stoppedAt) = (nil, nil) }
        guard let since = returned else { return nil }
        let length = snapshot.at - since
        let asUsual = RecentRequests.Count(requests: habit.rate, length: .seconds(1))
        return length >= scrape * 2 ? recent.count(of: length) ?? asUsual : asUsual
    }

    /// Since when the traffic has been beyond what chance brings at its usual rate.
    private mutating func note(_ count: Double, _ expected: Double, at moment: Timestamp) {
        let isUsual = abs(count - expected) <= 4 * expected.squareRoot() + 1
        departedSince = isUsual ? nil : departedSince ?? moment
    }

    private func kind(_ count: Double, in length: Duration, _ habit: Habit) -> TrafficChange.Kind? {
        let expected = habit.rate * length.inSeconds
        // Once told it stays until it is clearly back.
        let slack = change == nil ? 1.0 : 0.8
        let least = expected * leastShare / slack
        let most = expected * Self.mostTimes * slack
        if change?.kind == .fell || change?.kind == .stopped, count < least { return .fell }
        if change?.kind == .rose, count > most { return .rose }
        if count < least, habit.probability(ofAtMost: count, in: length) < Self.level,
            recent.ebb(before: length, of: habit).probability(ofAtMost: count, in: length) < Self.level
        {
            return .fell
        }
        if count > most, habit.probability(ofAtLeast: count, in: length) < Self.level { return .rose }
        return nil
    }
}
