import Dashboard
import PromModel
import ServiceKit
import Settings

/// A plan in words, before anything is sent.
enum LoadPlanText {
    private static let shown = 10

    static func text(_ plan: LoadPlan, _ limits: LoadLimits, url: String, requests: [LoadRequest] = []) -> String {
        var lines = [
            "target       \(TextCharacters.harmless(url))", "duration     \(DurationText.format(plan.duration))",
            "connections  \(limits.connections)", "threads      \(limits.threads)",
        ]
        if requests.count > 1 || requests.first?.method != "GET" {
            lines += requests.map { request in
                let name = TextCharacters.harmless("\(request.method) \(request.path)")
                let body = request.body.map { "  \($0.count) B" } ?? ""
                return "request      \(NumberText.formatPlain(request.weight)) × \(name)\(body)"
            }
        }
        switch plan.loop {
        case .closed:
            lines.append("loop         closed: the answers set the rate")
        case .open(let curve, let arrivals):
            let end = Int64(plan.duration / .nanoseconds(1))
            // Each part takes one request of as many as there are parts.
            let whole = curve.arrivals(within: Double(end)).rounded(.up)
            let own = ((whole - Double(plan.part.index)) / Double(plan.part.count)).rounded(.up)
            let isExact = arrivals == .even
            lines.append("requests     \(isExact ? "" : "about ")\(NumberText.whole(Int(max(0, own))))")
            var schedule = LoadSchedule(curve, start: 0, part: plan.part, arrivals: arrivals)
            var first: [String] = []
            while first.count < shown, schedule.nextDue < end, let due = schedule.takeDue(at: end) {
                first.append(NumberText.latency(Double(due) / 1e9))
            }
            lines.append("first        " + first.joined(separator: "  "))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
