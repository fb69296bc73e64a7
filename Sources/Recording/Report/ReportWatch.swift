import Dashboard
import Diagnosis
import GoldenSignals
import PromModel

/// What a report remembers of a recording that is played: all of it, and not what a screen has room for.
struct ReportWatch {
    /// A breach as its verdicts told it.
    struct Seen {
        /// The value by its limit, at its worst.
        var badness: Double
        /// How the screen was then.
        var evidence: Evidence
        /// When it began, as it was known last.
        var began: Timestamp
        /// Failures counted since then, as they were known last.
        var failed: Double?
        /// Requests counted since then, at the same time; nil where that cannot be told.
        var requests: Double?
    }

    /// All points, the oldest first.
    private(set) var points: [SignalPoint] = []
    /// All events, the oldest first.
    private(set) var events: [SourceEvent] = []
    /// Breaches, by when they were found.
    private(set) var seen: [Timestamp: Seen] = [:]
    /// What the first poll told of: what was before it is there to judge by.
    private(set) var began: Timestamp?
    /// How long the verdict was in each state.
    private(set) var states: [String: Duration] = [:]
    /// Services that were shown before.
    private(set) var others: [String] = []
    private var tally = RequestTally()
    private var service: String?
    private var state: (word: String, at: Timestamp)?

    /// Takes how the screen is after a poll.
    mutating func observe(_ state: DashboardState, _ update: SourceUpdate) {
        let name = state.settings.service
        if let service, service != name {
            if !others.contains(service) { others.append(service) }
            (points, events, seen, states, self.state) = ([], [], [:], [:], nil)
            began = nil
            tally = RequestTally()
        }
        service = name
        tally.observe(update.snapshot)
        if began == nil, update.failure == nil { began = update.snapshot.at }
        takePoints(state, from: update.patch?.from)
        takeEvents(state.live.events)
        takeState(state.live.verdict.state, at: update.snapshot.at, longest: state.settings.interval * 20)
        if case .breach(let breach) = state.live.verdict { take(breach, state) }
    }

    private mutating func takePoints(_ state: DashboardState, from start: Timestamp?) {
        let history = state.live.history
        let first = start ?? points.last.map { $0.at + .milliseconds(1) } ?? .distantPast
        let news = history.points(from: first)
        guard let oldest = news.first?.at else { return }
        while let last = points.last, last.at >= oldest { points.removeLast() }
        points += news
    }

    /// The screen keeps so many events alone, and tells newer ones anew: what it has forgotten is kept here.
    private mutating func takeEvents(_ shown: [SourceEvent]) {
        guard let oldest = shown.first?.at else { return }
        events.removeAll { $0.at >= oldest }
        events += shown
    }

    private mutating func takeState(_ word: String, at moment: Timestamp, longest: Duration) {
        if let state, moment > state.at { states[state.word, default: .zero] += min(moment - state.at, longest) }
        state = (word, moment)
    }

    private mutating func take(_ breach: BreachVerdict, _ state: DashboardState) {
        let key = breach.breach.since
        let badness = (breach.value ?? 0) / max(breach.limit.threshold, .leastNonzeroMagnitude)
        guard var known = seen[key] else {
            seen[key] = Seen(
                badness: badness,
                evidence: Evidence(state),
                began: breach.since,
                failed: breach.errorsSoFar,
                requests: tally.count(since: breach.since)
            )
            return
        }
        known.began = breach.since
        if let failed = breach.errorsSoFar {
            (known.failed, known.requests) = (failed, tally.count(since: breach.since))
        }
        // A new worst one by far: evidence is made of few.
        if badness > known.badness * 1.02 { (known.badness, known.evidence) = (badness, Evidence(state)) }
        seen[key] = known
    }
}

extension Timestamp {
    /// Before anything that was measured.
    fileprivate static var distantPast: Timestamp { Timestamp(milliseconds: .min) }
}
