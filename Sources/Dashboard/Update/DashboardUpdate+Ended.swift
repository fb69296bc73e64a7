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
        redateStart(found: past.found, &source)
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
            // One limit after the other may have been broken: none of them ends before it began.
            let begun = source.events[..<index].filter(\.isStartOfBreach).map(\.at).max()
            source.events[index].found = event.found ?? event.at
            source.events[index].at = max(end, begun ?? end)
        }
        source.events.sort { $0.at < $1.at }
    }

    /// The event of a breach that was found at a moment has the time at which it began, once that is known.
    static func redateStart(found: Timestamp, _ source: inout SourceState) {
        let place = source.events.lastIndex { $0.isStartOfBreach && ($0.found ?? $0.at) == found }
        guard let place else { return }
        let began = source.tracker.began(found: found)
        guard began < found else { return }
        (source.events[place].at, source.events[place].found) = (began, found)
        source.events.sort { $0.at < $1.at }
    }
}

extension SourceEvent {
    /// A limit was broken.
    fileprivate var isStartOfBreach: Bool { if case .breachStarted = kind { true } else { false } }
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
