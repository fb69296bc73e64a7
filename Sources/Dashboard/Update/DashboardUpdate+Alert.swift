import GoldenSignals
import PromModel

// One alert with all that is known of it.
extension DashboardUpdate {
    /// Opens an alert of the list, and asks who is told of it.
    static func openAlert(_ place: Int, _ state: inout DashboardState) -> [DashboardEffect] {
        let alerts = state.shown.report?.alerts ?? []
        guard alerts.indices.contains(place) else { return [] }
        return open(alerts[place], &state)
    }

    /// The place of an alert in the list.
    static func alertPlace(_ alert: AlertStatus, _ state: DashboardState) -> Int {
        state.shown.report?.alerts.firstIndex { $0.identity == alert.identity } ?? 0
    }

    private static func open(_ alert: AlertStatus, _ state: inout DashboardState) -> [DashboardEffect] {
        state.overlay = .alert(alert, first: 0)
        return [.route(alert)]
    }

    /// Takes what the Alertmanager says of an alert.
    static func take(_ routing: AlertRouting, of alert: Labels, _ state: inout DashboardState) {
        state.routing = AlertInquiry(of: alert, answer: routing)
    }

    /// What is to be said of an alert that does not fire; nil of one that does.
    private static func calmText(_ alert: AlertStatus) -> String? {
        guard !alert.isFiring else { return nil }
        if alert.since != nil { return "\(alert.name) does not fire yet: it is pending" }
        let text = "\(alert.name) does not fire now"
        return alert.concernsService ? text : "\(text), and does not say which service it is about"
    }

    /// The alert that the screen was opened for was found, or is none that the source has.
    static func takeWanted(
        _ alert: AlertStatus?,
        named name: String,
        _ state: inout DashboardState
    ) -> [DashboardEffect] {
        guard let alert else {
            say("the source has no alert called \(name)", &state)
            return []
        }
        // A little before it began, so that one sees how it came.
        if let since = alert.since { state.opening = since }
        if let text = calmText(alert) { say(text, &state) }
        return open(alert, &state)
    }
}
