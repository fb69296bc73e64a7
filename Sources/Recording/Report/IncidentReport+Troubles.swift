import Dashboard
import Diagnosis
import GoldenSignals
package import PromModel

// What was not well beside the limits on the signals.
extension IncidentReport {
    /// A time in which 4xx were over their limit, or the traffic was not as usual.
    package struct Trouble: Sendable {
        /// What was not well.
        package let what: String
        /// The onset, as nearly as is known.
        package let began: Timestamp
        /// Nil where it lasts still, and where nobody knows.
        package let ended: Timestamp?
        /// It was under way when the recording ended.
        package let isLasting: Bool
        /// Requests in its time that were refused for what the client sent, made of the rates of the points; nil where
        /// it is about something else, or nobody tells.
        package let refused: Double?
        /// All requests in its time, likewise.
        package let requests: Double?
    }

    /// Those that a recording tells of, within its time.
    static func troubles(
        _ state: DashboardState,
        _ watch: ReportWatch,
        from start: Timestamp,
        through last: Timestamp,
        step: Duration
    ) -> [Trouble] {
        let refusal: [SourceEvent.Trouble] = state.live.refused.breach == nil ? [] : [.clientErrors]
        let change: [SourceEvent.Trouble] = state.live.traffic.change == nil ? [] : [.traffic]
        return TroubleSpan.all(in: watch.events, lasting: refusal + change)
            .filter { span in
                switch span.end {
                case .at(let end): end > start
                case .lasting: true
                case .unknown: span.began >= start
                }
            }
            .map { span in
                let end: Timestamp? = span.end == .lasting ? last : span.ended
                let isCounted = span.trouble == .clientErrors
                let costs = end.flatMap { end in
                    isCounted
                        ? cost(watch.points, from: span.began, until: end, step: step, of: \.clientErrorsPerSecond)
                        : nil
                }
                return Trouble(
                    what: span.what,
                    began: span.began,
                    ended: span.ended,
                    isLasting: span.end == .lasting,
                    refused: costs?.bad,
                    requests: costs?.requests
                )
            }
    }

    /// When, how long, what, and how many were refused: no budget is about them.
    func row(of trouble: Trouble) -> [String] {
        let end = trouble.isLasting ? through : trouble.ended
        let lasted = end.map { TimeText.span($0 - trouble.began) }
        let share = trouble.refused.flatMap { refused in
            trouble.requests.flatMap { $0 > 0 ? NumberText.signal(.errorShare, min(1, refused / $0)) : nil }
        }
        return [
            TimeText.stamp(trouble.began),
            trouble.isLasting ? "not yet" : trouble.ended.map(TimeText.stamp) ?? "cannot tell",
            lasted.map { trouble.isLasting ? "\($0) so far" : $0 } ?? "-", trouble.what,
            trouble.refused.map { "~\(NumberText.whole(Int(min($0, 1e15).rounded()))) refused" } ?? "-",
            share ?? "-", "-",
        ]
    }

    /// The table of what was broken and what was not well, the oldest first.
    var rows: [[String]] {
        let all = breaches.map { ($0.began, row(of: $0)) } + troubles.map { ($0.began, row(of: $0)) }
        return all.sorted { $0.0 < $1.0 }.map { $0.1 }
    }
}
