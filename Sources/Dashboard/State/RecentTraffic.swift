import GoldenSignals
import PromModel

/// What traffic was usual before each of many points, one after the other: as polls judge it, without a look through all
/// of them at each.
struct RecentTraffic {
    private struct Entry: Comparable {
        let rate: Double
        let isSolid: Bool

        static func < (left: Entry, right: Entry) -> Bool {
            left.rate == right.rate ? !left.isSolid && right.isSolid : left.rate < right.rate
        }
    }

    /// So long ago is lately, at least; and so many points.
    private static let leastReach = Duration.seconds(3600)
    private static let fewestSteps = 24
    private static let day = Duration.seconds(86_400)

    private let history: SignalHistory
    private let window: Duration
    private let reach: Duration
    private var sorted: [Entry] = []
    /// The points in ``sorted``, by their places.
    private var oldest = 0
    private var next = 0

    /// The points are `step` apart, and their numbers of a window each.
    init(_ history: SignalHistory, window: Duration, step: Duration) {
        self.history = history
        self.window = window
        reach = max(Self.leastReach, step * Self.fewestSteps)
    }

    /// What was usual before a point that is not older than the last one asked about, in requests a second, and the time
    /// that this was counted over; nil where nothing is known of it.
    mutating func usual(before point: SignalPoint) -> (rate: Double?, counted: Duration?) {
        goOn(to: point.at)
        let now = point[.requestRate] ?? 0
        let (recent, counted) = lately(before: point, now: now)
        let habit = TrafficHabit(day: extent(at: point.at - Self.day), week: extent(at: point.at - Self.day * 7))
        let usual = habit.expected(recent: recent, now: now)
        return (usual, usual == recent ? counted : TrafficHabit.span)
    }

    private mutating func goOn(to moment: Timestamp) {
        let points = history.points
        // Rates look back over a window: the newest points still hold what is now.
        while next < points.count, points[next].at < moment - window {
            if let entry = Self.entry(of: points[next]) { sorted.insert(entry, at: place(of: entry)) }
            next += 1
        }
        while oldest < next, points[oldest].at < moment - reach {
            if let entry = Self.entry(of: points[oldest]) { sorted.remove(at: place(of: entry)) }
            oldest += 1
        }
    }

    private static func entry(of point: SignalPoint) -> Entry? {
        guard !point.isPartial, let rate = point[.requestRate] else { return nil }
        return Entry(rate: rate, isSolid: point.isSolid)
    }

    /// The place of the first that is not less.
    private func place(of entry: Entry) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < entry { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The median, zero where most of the time had no traffic; nil where that is too short to tell.
    private func lately(before point: SignalPoint, now: Double) -> (rate: Double?, counted: Duration?) {
        guard oldest < next, !sorted.isEmpty else { return (nil, nil) }
        let first = history.points[oldest].at
        // A few polls are no habit, a whole window is.
        guard point.at - first >= window * 2 else { return (nil, nil) }
        let counted = point.at - first - window
        let middle = sorted[sorted.count / 2]
        if middle.rate <= 0 { return (0, counted) }
        if middle.isSolid { return (middle.rate, counted) }
        // Windows of few requests may be those of a beginning: what rose from there is no alarm.
        let mean = sorted.reduce(0) { $0 + max(0, $1.rate) } / Double(sorted.count)
        let isKnown = mean * (counted + window).inSeconds >= SignalSnapshot.fewestRequests
        return (isKnown && now <= mean ? mean : nil, counted)
    }

    /// The least and the most around a moment; nil where the points do not reach as far.
    private func extent(at moment: Timestamp) -> TrafficHabit.Extent? {
        let (from, through) = (moment - TrafficHabit.span / 2, moment + TrafficHabit.span / 2)
        guard let first = history.points.first?.at, first <= from else { return nil }
        let points = history.points(from: from).prefix { $0.at <= through }
        let rates = points.compactMap { $0.isPartial ? nil : $0[.requestRate] }
        guard let least = rates.min(), let most = rates.max() else { return nil }
        return TrafficHabit.Extent(least: least, most: most)
    }
}
