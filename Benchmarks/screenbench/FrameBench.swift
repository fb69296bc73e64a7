import Dashboard
import GoldenSignals
import PromModel
import TerminalUI

/// Times one frame: what a state and a size cost to become cells.
enum FrameBench {
    /// A state at a size, and what its frames took in milliseconds, round by round.
    private struct Case {
        let name: String
        let state: DashboardState
        let size: TerminalSize
        var rounds: [[Double]] = []
    }

    /// In turn, five rounds each: what else runs on the machine meets all of them.
    private static let roundCount = 5

    static func run(frames: Int) {
        var cases: [Case] = []
        for (name, span) in [("30m", Duration.seconds(1800)), ("24h", .seconds(86_400))] {
            var state = trouble(span: span)
            for size in [TerminalSize(columns: 80, rows: 24), TerminalSize(columns: 200, rows: 60)] {
                cases.append(Case(name: "span=\(name) overlay=none", state: state, size: size))
            }
            _ = DashboardUpdate.update(&state, .key(.character("S")))
            let size = TerminalSize(columns: 200, rows: 60)
            cases.append(Case(name: "span=\(name) overlay=services", state: state, size: size))
        }
        for _ in 0..<roundCount {
            for index in cases.indices { cases[index].rounds.append(time(cases[index], max(1, frames / roundCount))) }
        }
        for one in cases { report(one) }
    }

    /// Three minutes into a breach, with points of twice the span.
    private static func trouble(span: Duration) -> DashboardState {
        let incident = Incident(serviceCount: 50, step: .seconds(15))
        var state = incident.state(span: span)
        var schedule = RefreshSchedule(
            scrapeInterval: .seconds(15),
            scrapeTimeout: .seconds(10),
            atLeast: .seconds(5),
            span: span
        )
        let now = Incident.start + Incident.cycle * 12 + Incident.calm + .seconds(180)
        for poll in 0..<3 {
            let plan = schedule.plan(at: now - .seconds(15) * (2 - poll))
            _ = DashboardUpdate.update(&state, .source(incident.update(plan)))
            _ = DashboardUpdate.update(&state, .tick(plan.through))
            schedule.completed(plan)
        }
        return state
    }

    private static func time(_ one: Case, _ frames: Int) -> [Double] {
        // The first ones find cold caches.
        let unseen = frames / 10
        var times: [Double] = []
        for number in 0..<(unseen + frames) {
            let start = ContinuousClock.now
            let frame = DashboardView.frame(one.state, size: one.size)
            let took = (ContinuousClock.now - start).inSeconds * 1000
            precondition(frame.buffer.size == one.size)
            if number >= unseen { times.append(took) }
        }
        return times.sorted()
    }

    private static func report(_ one: Case) {
        let middle = one.rounds.map { $0[$0.count / 2] }.sorted()[one.rounds.count / 2]
        let all = one.rounds.flatMap { $0 }.sorted()
        let p99 = all[min(all.count - 1, all.count * 99 / 100)]
        print(
            "size=\(one.size.columns)x\(one.size.rows) \(one.name)",
            "points=\(one.state.live.history.points.count) frames=\(all.count)",
            "least_ms=\(round(all.first ?? 0)) median_ms=\(round(middle)) p99_ms=\(round(p99))"
        )
    }

    private static func round(_ milliseconds: Double) -> Double { (milliseconds * 1000).rounded() / 1000 }
}
