package import PromModel

/// A process that starts anew again and again.
package struct CrashLoop: Sendable, Equatable {
    /// Which one.
    package let instance: String
    /// How often it did.
    package let count: Int
    /// The first of these restarts.
    package let first: Timestamp
    /// When it began to do so: before the first of these where it has done so for longer than they are counted.
    package let since: Timestamp
    /// The last one.
    package let last: Timestamp

    /// In how long it did so often.
    package var length: Duration { last - first }
}

/// Follows restarts, and knows a loop of them from a deploy.
package struct RestartWatch: Sendable, Equatable {
    /// So many in ``reach`` are a loop: a deploy, and one that is rolled back, restart a process once each.
    private static let fewest = 3
    /// Restarts further back are another matter.
    private static let reach = Duration.seconds(300)
    /// After the last restart a loop is told of for so long at most.
    private static let longestPause = Duration.seconds(150)
    /// Enough for a loop of one restart a second.
    private static let most = 400

    private var restarts: [String: [Timestamp]] = [:]
    /// The first restart of a loop that goes on, however long it has done so.
    private var began: [String: Timestamp] = [:]

    /// Nothing was seen yet.
    package init() {}

    /// Takes a restart of a process; moments come in the order of time.
    package mutating func note(_ instance: String, at moment: Timestamp) {
        var kept = (restarts[instance] ?? []).filter { moment - $0 <= Self.reach && $0 < moment }
        kept.append(moment)
        restarts[instance] = Array(kept.suffix(Self.most))
        follow(instance, from: kept)
        guard restarts.count > Self.most else { return }
        restarts = restarts.filter { _, moments in moments.last.map { moment - $0 <= Self.reach } ?? false }
        began = began.filter { restarts[$0.key] != nil }
    }

    /// Remembers when a loop began; it is another one after as long a pause as ends one.
    private mutating func follow(_ instance: String, from moments: [Timestamp]) {
        let first = moments.first { moment in
            !zip(moments, moments.dropFirst()).contains { $0 >= moment && $1 - $0 > Self.longestPause }
        }
        guard let first, moments.count(where: { $0 >= first }) >= Self.fewest else {
            began[instance] = nil
            return
        }
        began[instance] = min(began[instance] ?? first, first)
    }

    /// Takes the restarts of a process before the first that was seen; moments come in the order of time.
    package mutating func precede(_ instance: String, with moments: [Timestamp]) {
        let known = restarts[instance] ?? []
        let before = moments.filter { moment in known.first.map { moment < $0 } ?? true }
        restarts[instance] = Array((before + known).suffix(Self.most))
        follow(instance, from: restarts[instance] ?? [])
    }

    /// What was taken for restarts of a process was none.
    package mutating func forget(_ instance: String) {
        restarts[instance] = nil
        began[instance] = nil
    }

    /// The process that restarts most often now; nil where none does so again and again.
    ///
    /// A process that has run for three times as long as the restarts were apart has got over it.
    package func loop(at now: Timestamp) -> CrashLoop? {
        let loops = restarts.compactMap { instance, all -> CrashLoop? in
            let moments = all.filter { now - $0 <= Self.reach }
            guard moments.count >= Self.fewest, let first = moments.first, let last = moments.last else { return nil }
            let apart = (last - first) / (moments.count - 1)
            guard now - last <= min(max(apart * 3, .seconds(20)), Self.longestPause) else { return nil }
            return CrashLoop(
                instance: instance,
                count: moments.count,
                first: first,
                since: min(began[instance] ?? first, first),
                last: last
            )
        }
        return loops.min { ($1.count, $0.instance) < ($0.count, $1.instance) }
    }

    /// The loop that ended last before a moment; nil where one goes on, and where none did.
    package func ended(at now: Timestamp) -> CrashLoop? {
        guard loop(at: now) == nil else { return nil }
        let loops = restarts.compactMap { instance, all -> CrashLoop? in
            var (run, latest): ([Timestamp], [Timestamp]) = ([], [])
            for moment in all where moment <= now {
                if let last = run.last, moment - last > Self.longestPause { run = [] }
                run.append(moment)
                if run.count >= Self.fewest { latest = run }
            }
            guard let first = latest.first, let last = latest.last else { return nil }
            let since = began[instance].map { $0 <= last ? min($0, first) : first } ?? first
            return CrashLoop(instance: instance, count: latest.count, first: first, since: since, last: last)
        }
        return loops.max { ($0.last, $1.instance) < ($1.last, $0.instance) }
    }
}
