import GoldenSignals
import PromModel
import TerminalUI

// How latencies spread over time.
extension DashboardUpdate {
    /// So many moments a stretch: two a column of a wide screen.
    private static let heatPoints = 400

    /// The heatmap on and off; where no latency's chart has the room, that of p99 gets it.
    static func toggleHeat(_ state: inout DashboardState) -> [DashboardEffect] {
        let isShown = state.heat.isOn && state.isMaximized && state.focus?.unit == .seconds
        guard !isShown else {
            state.heat.isOn = false
            return []
        }
        if state.focus?.unit != .seconds { state.focus = .p99Latency }
        (state.row, state.isMaximized, state.heat.isOn) = (nil, true, true)
        return followHeat(&state)
    }

    /// Asks a source with a past for what no poll has told: what the charts show, and half as much at either end.
    static func followHeat(_ state: inout DashboardState) -> [DashboardEffect] {
        guard state.heat.isOn, state.isMaximized, state.heat.asked == nil, hasPast(state.held, state) else { return [] }
        let span = state.shownSettings.span
        let end = viewEnd(state)
        // Where the newest is shown, polls go on from where the answer ends.
        let needed = (end - span)..<(state.view.end ?? end - span / 2)
        if let known = state.heat.known, known.lowerBound <= needed.lowerBound, known.upperBound >= needed.upperBound {
            return []
        }
        let newest = state.held.snapshot?.at ?? state.shownNow
        let wanted = PastPoints.Stretch(
            .spread,
            from: end - span - span / 2,
            through: min(end + span / 2, newest),
            count: heatPoints
        )
        state.heat.asked = wanted
        return [.points(of: wanted)]
    }

    /// Takes how latencies were spread.
    static func takeHeat(_ past: PastPoints, _ state: inout DashboardState) {
        guard state.heat.asked == past.stretch else { return }
        state.heat.asked = nil
        state.heat.take(past)
    }
}
