import Dashboard
import GoldenSignals
import NCursesTerminal
import PromModel
import TerminalUI

/// A day of polls under a manual clock, each drawn on a real screen; prints what memory that takes.
///
/// In it: the plans and the cache of a Prometheus source, with an audit every 15 min, the state, the frames, ncurses.
/// Not in it: the HTTP client, the answers that it reads, and the program's other code.
enum SoakBench {
    private static let size = TerminalSize(columns: 200, rows: 60)
    private static let step = Duration.seconds(15)
    private static let span = Duration.seconds(86_400)

    static func run(polls: Int, services: Int) {
        guard let terminal = UnseenTerminal(columns: size.columns, rows: size.rows) else {
            ScreenBench.fail("soak: no pseudo-terminal\n")
        }
        report("opened", 0, 0)
        let incident = Incident(serviceCount: services, step: step)
        var schedule = RefreshSchedule(
            scrapeInterval: step,
            scrapeTimeout: .seconds(10),
            atLeast: .seconds(5),
            span: span
        )
        var cache = SignalCache()
        var state = incident.state(span: span)
        var times: [Double] = []
        for poll in 0...polls {
            // A day of history is there already: what is kept reaches back twice the span at the end.
            let plan = schedule.plan(at: Incident.start + Incident.cycle * 12 + step * poll)
            let update = incident.update(plan)
            let points = update.patch?.points ?? []
            if plan.full == .audit { _ = cache.audit(plan, points) }
            cache.replace(plan, with: points, span: span)
            schedule.completed(plan)
            let start = ContinuousClock.now
            _ = DashboardUpdate.update(&state, .source(update))
            _ = DashboardUpdate.update(&state, .tick(plan.through))
            terminal.screen.draw(DashboardView.frame(state, size: terminal.screen.size))
            times.append((ContinuousClock.now - start).inSeconds * 1000)
            if poll == 0 { report("start", poll, state.live.history.points.count) }
        }
        report("end", polls, state.live.history.points.count)
        times.sort()
        let median = times[times.count / 2]
        print("update and frame: median_ms=\(median) max_ms=\(times.last ?? 0) cached=\(cache.points.count)")
        terminal.screen.close()
    }

    private static func report(_ when: String, _ polls: Int, _ points: Int) {
        guard let memory = ProcessMemory.now() else { return print("\(when): not told on this system") }
        print("\(when): polls=\(polls) points=\(points) rss_kib=\(memory.resident) anon_kib=\(memory.anonymous)")
    }
}
