import Diagnosis
import GoldenSignals
import PromModel

extension DashboardUpdate {
    /// The screen goes to another service at most once in this time.
    private static let followPause = Duration.seconds(60)

    /// Goes to a service that is worse than the one on the screen, as long as nobody has touched a key.
    static func followWorst(_ state: inout DashboardState) -> [DashboardEffect] {
        guard state.follow.isOn, state.overlay == .none, state.frozen == nil, state.focus == nil,
            let report = state.live.report, report.kind != "direct", report.fallback == nil,
            state.live.health == .live, state.follow.switchedAt.map({ state.now - $0 >= followPause }) ?? true,
            let worst = state.liveOtherServices.worst,
            // What has just become calm is left once the list, whose numbers are older, has it no worse than the other.
            worst.urgency >= state.listedUrgencyHere
        else { return [] }
        let here = state.live.verdict.urgency
        state.follow.switchedAt = state.now
        state.follow.reason =
            "\(worst.key.name) is worse: \(worst.urgency.word)"
            + (here == .none ? "" : ", \(state.settings.service) \(here.word)")
        say("going to \(worst.key.name), which is \(worst.urgency.word); any key stays where it is", &state)
        return [.selectService(worst.key, profile: worst.profile)]
    }

    /// Notes why the screen went to the service that is there now.
    static func noteSwitch(_ state: inout DashboardState) {
        guard let reason = state.follow.reason else { return }
        state.follow.reason = nil
        note(.switched, reason, at: state.now, subject: state.settings.service, &state.live)
    }

    /// Opens the service that explains what is broken here, else one that is worse, else any other that is broken.
    static func openWorst(_ state: inout DashboardState) -> [DashboardEffect] {
        let others = state.liveOtherServices
        let next = others.cause?.service ?? others.worst
        guard let service = next ?? others.broken.max(by: { $0.urgency < $1.urgency }) else {
            say("no other service is broken", &state)
            return []
        }
        state.overlay = .none
        state.isFromList = true
        say("asking for \(service.key.name), \(service.urgency.word); Esc returns to the list", &state)
        return [.selectService(service.key, profile: service.profile)]
    }
}
