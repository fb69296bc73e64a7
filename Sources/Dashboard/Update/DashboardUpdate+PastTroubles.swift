import Diagnosis
import GoldenSignals
import PromModel

// What the points tell of 4xx and of traffic, of times that nobody watched.
extension DashboardUpdate {
    /// So many times of watching are remembered, a break between two of them.
    private static let mostWatches = 64

    /// Remembers that a poll has judged a moment.
    static func noteWatched(at moment: Timestamp, _ state: inout DashboardState) {
        let longest = max(state.settings.interval, state.live.pointStep) * 3 + .seconds(10)
        guard let last = state.live.watched.last, moment >= last.lowerBound, moment - last.upperBound <= longest else {
            state.live.watched = (state.live.watched + [moment...moment]).suffix(mostWatches)
            return
        }
        state.live.watched[state.live.watched.count - 1] = last.lowerBound...max(last.upperBound, moment)
    }

    /// Notes what the points of before the screen was opened tell, once they are all there.
    static func noteTroubles(_ patch: HistoryPatch, window: Duration, _ state: inout DashboardState) {
        // Load that is driven from here stops and starts as it is told to.
        guard patch.isFull, state.chaos == nil else { return }
        state.live.events.removeAll { $0.isToldByPoints && $0.at >= patch.from }
        let troubles = PastTroubles(
            in: state.live.history,
            window: window,
            step: max(patch.step, .seconds(1)),
            bounds: state.settings.bounds
        )
        for trouble in troubles.all where trouble.end != .underWay && !trouble.isIn(state.live.watched) {
            note(trouble, &state.live)
        }
    }

    /// Notes what the points of a stretch of the past tell, where no poll has judged them.
    static func noteTroubles(
        _ past: PastPoints,
        besides watched: [ClosedRange<Timestamp>],
        _ bounds: [Limit],
        _ source: inout SourceState
    ) {
        let troubles = PastTroubles(
            in: source.history,
            window: past.window,
            step: max(past.step, .seconds(1)),
            bounds: bounds
        )
        for trouble in troubles.all where !trouble.isIn(watched) { note(trouble, &source) }
    }

    private static func note(_ trouble: PastTroubles.Trouble, _ source: inout SourceState) {
        var (began, ended) = ("4xx over their limit", "4xx within their limit again")
        if case .traffic(let change) = trouble.kind { (began, ended) = (words(change), "traffic is as usual again") }
        let kind: SourceEvent.Trouble = trouble.kind == .clientErrors ? .clientErrors : .traffic
        note(
            .traffic,
            began,
            at: min(trouble.began, trouble.found),
            found: trouble.found,
            turn: .begins(kind, isEndUnknown: trouble.end == .unknown),
            &source
        )
        if case .at(let end) = trouble.end {
            note(.traffic, ended, at: end, found: end, turn: .ends(kind), &source)
        }
    }
}

extension SourceEvent {
    /// It was found in points of the past: a poll knows at once.
    var isToldByPoints: Bool { kind == .traffic && found != nil }
}

extension PastTroubles.Trouble {
    /// Whether polls have judged some of its time: they know it better.
    fileprivate func isIn(_ watched: [ClosedRange<Timestamp>]) -> Bool {
        watched.contains { range in
            switch end {
            case .at(let end): range.lowerBound < end && range.upperBound >= began
            case .underWay: range.upperBound >= began
            case .unknown: range.contains(found)
            }
        }
    }
}
