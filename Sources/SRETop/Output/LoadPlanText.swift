import Dashboard
import PromModel
import ServiceKit
import Settings

/// A plan in words, before anything is sent.
enum LoadPlanText {
    private static let shown = 10

    static func text(_ plan: LoadPlan, _ limits: LoadLimits, url: String) -> String {
        var lines = [
            "target       \(TextCharacters.harmless(url))", "duration     \(DurationText.format(plan.duration))",
            "connections  \(limits.connections)", "threads      \(limits.threads)",
        ]
        switch plan.loop {
        case .closed:
            lines.append("loop         closed: the answers set the rate")
        case .open(let curve, let arrivals):
            var schedule = LoadSchedule(curve, start: 0, part: plan.part, arrivals: arrivals)
            var (first, count) = ([String](), 0)
            let end = Int64(plan.duration / .nanoseconds(1))
            while schedule.nextDue < end, let due = schedule.takeDue(at: end) {
                if count < shown { first.append(NumberText.latency(Double(due) / 1e9)) }
                count += 1
            }
            lines.append("requests     \(NumberText.whole(count))")
            lines.append("first        " + first.joined(separator: "  "))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
