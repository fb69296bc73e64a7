import Dashboard
import GoldenSignals
import PromModel
import TerminalUI

/// Screens with objectives: one that pages, one that is kept, and the panel.
enum ObjectiveScene {
    private static let day = Duration.seconds(86_400)

    static func objective(
        _ name: String,
        _ share: Double,
        _ indicator: ServiceLevelObjective.Indicator
    ) -> ServiceLevelObjective {
        ServiceLevelObjective(
            name: name,
            objective: share,
            indicator: indicator,
            period: day * 30,
            windows: BurnRateWindow.standard(for: day * 30)
        )
    }

    /// A report of an objective that is used up so many times too fast in all windows.
    static func report(
        _ objective: ServiceLevelObjective,
        burning rate: Double,
        spent: Double,
        fullness: Double = 1,
        events: Double = 12_000,
        origin: FollowedObjective.Origin = .given,
        hasCurve: Bool = true
    ) -> ObjectiveReport {
        var readings = ObjectiveReadings(group: Labels())
        for window in objective.allWindows { readings.ratios[window] = rate * objective.budget }
        for window in objective.windows {
            readings.events[window.long] = events
            readings.fullness[window.long] = min(1, fullness * 30)
        }
        readings.ratios[objective.period] = spent * objective.budget
        readings.fullness[objective.period] = fullness
        let now = Scene.moment(375)
        let first: Timestamp = now - day * 30
        let stride: Duration = day * 30 / 100
        let points = (0...100).map { (step: Int) -> BudgetCurve.Point in
            let share = Double(step) / 100
            return BudgetCurve.Point(at: first + stride * step, left: 1 - spent * share * share)
        }
        let curve = BudgetCurve(points: points, step: stride, isRecorded: false)
        return ObjectiveReport(
            service: "shop",
            origin: origin,
            status: ObjectiveStatus(objective, readings),
            at: now - .seconds(12),
            curve: hasCurve ? curve : nil
        )
    }

    static let burning = report(
        objective("availability", 0.999, .availability),
        burning: 16.2,
        spent: 0.276,
        fullness: 0.07
    )
    static let kept = report(objective("latency", 0.95, .latency(seconds: 0.3)), burning: 0.4, spent: 0.18, events: 12)

    /// The screen of a service that fails, with these objectives.
    static func scene(_ reports: [ObjectiveReport], isOpen: Bool = false) -> Scene {
        var scene = PrometheusViewTests.scene { $0.report?.objectives = reports }
        if isOpen { scene.send(.key(.character("o"))) }
        return scene
    }
}
