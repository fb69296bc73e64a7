import Diagnosis
import GoldenSignals
import PromModel

extension DashboardUpdate {
    /// Keeps how the screen is now for those who look back.
    static func noteMoment(_ update: SourceUpdate, _ state: inout DashboardState) {
        var moment = Moment(at: update.snapshot.at, verdict: state.live.verdict)
        if update.failure == nil {
            var snapshot = update.snapshot
            snapshot.outage = state.live.snapshot?.outage
            // The counts are in the explanation; a gauge is followed from poll to poll.
            (snapshot.parts, snapshot.gauges) = (nil, [])
            // Who has a past of its own is asked about it.
            var list = state.servicesList
            // A line of dots is not worth keeping it for each of them.
            list.trends = [:]
            let keepsServices = state.live.report?.kind == "direct" || state.replay != nil
            moment.detail = Moment.Detail(
                snapshot: snapshot,
                explanation: state.live.explanation,
                targets: update.targets,
                services: keepsServices ? state.live.report?.services ?? [] : [],
                list: keepsServices ? list : nil
            )
        }
        state.live.moments.note(moment, budget: state.settings.momentBudget)
        state.live.moments.forget(before: update.snapshot.at - state.settings.span * 2)
    }
}
