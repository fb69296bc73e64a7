import Diagnosis
package import GoldenSignals
import PromModel

// A breach that was over before anybody counted, dated by what was counted scrape by scrape.
extension DashboardUpdate {
    /// Takes when the last breach began and ended, as the scrapes tell: its verdict and the event of its end have that
    /// time too.
    static func redate(by trace: BreachTrace, _ source: inout SourceState) {
        guard let past = source.tracker.recovered, past.found == trace.detected else { return }
        let bounds = BreachBounds(trace, until: past.until)
        source.tracker.take(bounds, of: past.found, on: past.limit.signal)
        source.settledTracker.take(bounds, of: past.found, on: past.limit.signal)
        guard let end = bounds.end else { return }
        let isSlow = past.limit.signal.unit == .seconds
        let signals = Signal.allCases.filter { $0 == past.limit.signal || isSlow && $0.unit == .seconds }
        let labels = Set(signals.map(\.label))
        for index in source.events.indices where source.events[index].kind == .breachEnded {
            let event = source.events[index]
            let limits = event.subject.split(separator: ", ")
            let names = limits.compactMap { $0.split(separator: " ").first.map(String.init) }
            let off = event.at > end ? event.at - end : end - event.at
            let isOwn = event.at == past.until || off <= (source.snapshot?.window ?? .zero) * 2
            guard isOwn, event.at > past.since, labels.isSuperset(of: names) else { continue }
            source.events[index].found = event.found ?? event.at
            source.events[index].at = end
        }
        source.events.sort { $0.at < $1.at }
    }
}

extension SourceState {
    /// The breach that is over and of which windows alone told when, for its source to be asked about; nil where there is
    /// none.
    package var uncountedEnd: EndedBreach? {
        guard let past = tracker.recovered, !past.isCounted else { return nil }
        return EndedBreach(
            found: past.found,
            until: past.until,
            step: pointStep,
            after: past.after,
            of: past.limit
        )
    }
}
