package import Dashboard
import Diagnosis
import GoldenSignals
package import PromModel

/// What a recording tells about an incident: what broke when, what it cost, what happened beside it, and who it was.
package struct IncidentReport {
    /// A time from the first limit that broke until all held again.
    package struct Breach: Sendable {
        /// What was over its limit.
        package let what: String
        /// One of the limits is a critical one.
        package let isCritical: Bool
        /// The onset, as nearly as is known.
        package let began: Timestamp
        /// Nil where it lasts still.
        package let ended: Timestamp?
        /// Requests that failed in its time; nil where nobody tells.
        package let failed: Double?
        /// They were counted; else they are made of the rates of the points, which see about a window more.
        package let isCounted: Bool
        /// Requests in its time: counted where failures are and totals are told, else by the rates of the points.
        package let requests: Double?
        /// The share of the budget that they took, 0 to 1 and above; nil where that cannot be told.
        package let budget: Double?
        /// How it was at its worst.
        package let worst: Evidence?
    }

    /// How many requests may fail: a share of those of a period.
    package struct Objective: Sendable {
        /// The share that is not to fail, 0 to 1.
        package var share: Double
        /// Over which time.
        package var period: Duration

        /// 99.9% over 30 days where nobody says.
        package init(share: Double = 0.999, period: Duration = .seconds(30 * 86_400)) {
            self.share = share
            self.period = period
        }
    }

    let service: String
    let source: String
    let from: Timestamp
    let through: Timestamp
    let points: [SignalPoint]
    let events: [SourceEvent]
    /// The breaches, the oldest first.
    package let breaches: [Breach]
    /// What was not well beside the limits on the signals, the oldest first.
    package let troubles: [Trouble]
    let limits: [Limit]
    let objective: Objective
    /// How long the verdict was in each state, in the words of documents for programs; the longest first.
    let states: [(state: String, length: Duration)]
    /// Services that the screen showed before: they are not told of.
    let others: [String]
    /// How it was when the recording ended.
    let last: Evidence
    /// That not all could be read; nil where all could.
    let damage: String?

    /// Plays a recording, as the screen would have shown it; nil where it holds no poll.
    package init?(_ reader: RecordingReader, objective: Objective = Objective()) {
        let run = RecordedRun(reader)
        let (state, watch) = (run.state, run.watch)
        damage = run.damageText
        guard state.live.snapshot != nil, let first = watch.points.first?.at, let last = watch.points.last?.at else {
            return nil
        }
        service = state.settings.service
        source = state.settings.source
        // A source that knows the past tells of it with the first poll: nobody asked for that.
        let start = min(watch.began ?? first, last)
        (from, through) = (start, last)
        points = watch.points.filter { $0.at >= start }
        limits = state.settings.limits
        others = watch.others
        self.objective = objective
        self.last = Evidence(state)
        states = watch.states.map { (state: $0.key, length: $0.value) }.sorted { $0.length > $1.length }
        let step = max(state.settings.interval, state.live.pointStep)
        let spans = BreachSpan.all(in: watch.events).filter { $0.ended.map { $0 > start } ?? true }
        breaches = spans.map { Self.breach($0, watch, from: start, through: last, step: step, objective) }
        troubles = Self.troubles(state, watch, from: start, through: last, step: step)
        // What was under way is told from its beginning, with what may have caused it.
        let told = (breaches.map(\.began) + troubles.map(\.began)).min().map { min($0, start) } ?? start
        events = watch.events.filter { event in
            event.at >= told || event.kind.isCause && event.at >= told - Self.longestLead
        }
    }

    /// A cause shows in so long, or never.
    private static let longestLead = Duration.seconds(300)

    private static func breach(
        _ span: BreachSpan,
        _ watch: ReportWatch,
        from start: Timestamp,
        through last: Timestamp,
        step: Duration,
        _ objective: Objective
    ) -> Breach {
        let end = span.ended ?? last
        let seen = watch.seen.filter { $0.key >= span.began && $0.key <= end }.values
        let began = seen.map(\.began).min().map { min($0, span.began) } ?? span.began
        let costs = Self.cost(watch.points, from: began, until: end, step: step)
        let counting = seen.filter { $0.failed != nil }.max { ($0.failed ?? 0) < ($1.failed ?? 0) }
        let counted = counting?.failed
        let failed = counted ?? costs.bad
        let allowed = Self.allowed(watch.points.filter { $0.at >= start }, step: step, objective)
        return Breach(
            what: span.what,
            isCritical: span.isCritical,
            began: began,
            ended: span.ended,
            failed: failed,
            isCounted: counted != nil,
            requests: counting?.requests ?? costs.requests,
            budget: failed.flatMap { failed in allowed.map { failed / $0 } },
            worst: seen.max { $0.badness < $1.badness }?.evidence
        )
    }

    /// How many requests may fail in the objective's period, were there as many as in the recording all the time.
    private static func allowed(_ points: [SignalPoint], step: Duration, _ objective: Objective) -> Double? {
        guard let first = points.first?.at, let last = points.last?.at else { return nil }
        let all = cost(points, from: first, until: last, step: step).requests ?? 0
        let seconds = (last - first).inSeconds
        let allowed = seconds > 0 ? all / seconds * objective.period.inSeconds * (1 - objective.share) : 0
        return allowed > 0 ? allowed : nil
    }

    /// Bad and all requests of a time: each point's rate over the time up to the next; bad ones are those that failed, or
    /// what `rate` tells of a point.
    static func cost(
        _ points: [SignalPoint],
        from start: Timestamp,
        until end: Timestamp,
        step: Duration,
        of rate: (SignalPoint) -> Double? = \.errorsPerSecond
    ) -> (bad: Double?, requests: Double?) {
        var (bad, requests): (Double?, Double?)
        for (index, point) in points.enumerated() where point.at >= start && point.at < end {
            let next = index + 1 < points.count ? points[index + 1].at : point.at + step
            // Nobody knows what was where nothing was measured for long.
            let seconds = min(next - point.at, step * 2, end - point.at).inSeconds
            if let rate = rate(point) { bad = (bad ?? 0) + rate * seconds }
            if let rate = point[.requestRate] { requests = (requests ?? 0) + rate * seconds }
        }
        return (bad, requests)
    }
}
