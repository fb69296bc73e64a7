import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import Recording

/// What a recording tells about an incident: what broke when, what it cost, what happened beside it, and who it was.
struct IncidentReport {
    /// One breach of limits.
    struct Breach {
        /// What was over its limit.
        let what: String
        let isCritical: Bool
        let began: Timestamp
        /// Nil where it lasts still.
        let ended: Timestamp?
        /// Requests that failed in its time, by the rates of the points; nil where nobody tells.
        let failed: Double?
        /// Requests in its time.
        let requests: Double?
        /// How it was at its worst.
        let worst: Evidence?
    }

    let service: String
    let source: String
    let from: Timestamp
    let through: Timestamp
    let points: [SignalPoint]
    let events: [SourceEvent]
    let breaches: [Breach]
    let limits: [Limit]
    /// How it was when the recording ended.
    let last: Evidence
    let unreadBytes: Int

    /// Plays a recording, as the screen would have shown it.
    init?(_ file: RecordingFile) {
        var state = DashboardState(
            settings: file.settings.dashboard(glyphs: .braille),
            now: file.events.lazy.compactMap(\.at).first ?? Timestamp(milliseconds: 0),
            chaos: nil
        )
        // All of it is to be told, not what a screen has room for.
        let times = file.events.compactMap(\.at)
        guard let first = times.min(), let last = times.max() else { return nil }
        state.settings.span = max(state.settings.span, last - first)
        var worst: [Timestamp: (badness: Double, evidence: Evidence)] = [:]
        for event in file.events {
            guard let told = event.dashboardEvent else { continue }
            _ = DashboardUpdate.update(&state, told)
            if let at = event.at { _ = DashboardUpdate.update(&state, .tick(at)) }
            guard case .source = event, case .breach(let breach) = state.live.verdict else { continue }
            let badness = (breach.value ?? 0) / max(breach.limit.threshold, .leastNonzeroMagnitude)
            // A new worst one by far: evidence is made of few.
            if badness > (worst[breach.breach.since]?.badness ?? 0) * 1.02 {
                worst[breach.breach.since] = (badness, Evidence(state))
            }
        }
        guard state.live.snapshot != nil else { return nil }
        service = state.settings.service
        source = state.settings.source
        (from, through) = (first, last)
        points = state.live.history.points
        events = state.live.events
        limits = state.settings.limits
        self.last = Evidence(state)
        unreadBytes = file.unreadBytes
        let history = state.live.history
        let step = max(state.settings.interval, state.live.pointStep)
        breaches = Self.spans(state.live.events).map { span in
            let costs = Self.cost(history.points(from: span.began), until: span.ended ?? last, step: step)
            let evidence = worst.filter { $0.key >= span.began && $0.key <= span.ended ?? last }
                .max { $0.value.badness < $1.value.badness }
            return Breach(
                what: span.what,
                isCritical: span.isCritical,
                began: span.began,
                ended: span.ended,
                failed: costs.failed,
                requests: costs.requests,
                worst: evidence?.value.evidence
            )
        }
    }

    /// From the first limit that broke until all hold again.
    private static func spans(
        _ events: [SourceEvent]
    ) -> [(what: String, isCritical: Bool, began: Timestamp, ended: Timestamp?)] {
        var spans: [(what: String, isCritical: Bool, began: Timestamp, ended: Timestamp?)] = []
        var open: Set<String> = []
        for event in events where event.kind.isBreach {
            let subjects = Set(event.subject.split(separator: ", ").map(String.init))
            if case .breachStarted(let isCritical) = event.kind {
                if open.isEmpty {
                    spans.append((event.text, isCritical, event.at, nil))
                } else if var span = spans.popLast() {
                    if !span.what.contains(event.text) { span.what += "; \(event.text)" }
                    span.isCritical = span.isCritical || isCritical
                    spans.append(span)
                }
                open.formUnion(subjects)
            } else {
                open.subtract(subjects)
                if open.isEmpty, !spans.isEmpty { spans[spans.count - 1].ended = event.at }
            }
        }
        return spans
    }

    /// Failed and all requests of a time: each point's rate over the time up to the next.
    private static func cost(
        _ points: ArraySlice<SignalPoint>,
        until end: Timestamp,
        step: Duration
    ) -> (failed: Double?, requests: Double?) {
        var (failed, requests) = (0.0, 0.0)
        var isKnown = false
        for (index, point) in zip(points.indices, points) where point.at <= end {
            let next =
                points.index(after: index) < points.endIndex ? points[points.index(after: index)].at : point.at + step
            let seconds = min(next - point.at, step * 2, max(end - point.at, .zero)).inSeconds
            if let rate = point.errorsPerSecond {
                failed += rate * seconds
                isKnown = true
            }
            requests += (point[.requestRate] ?? 0) * seconds
        }
        return (isKnown ? failed : nil, isKnown ? requests : nil)
    }
}
