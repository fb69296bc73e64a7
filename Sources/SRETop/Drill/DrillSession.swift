import ArgumentParser
import Dashboard
import GoldenSignals
import IncidentJudge
import Incidents
import NCursesTerminal
import PromClient
import PromModel
import Settings
import Synchronization
import TerminalUI

/// A hidden incident on the screen, until the screen is left.
struct DrillSession {
    /// What the screen showed last.
    private final class LastSeen: Sendable {
        let state = Mutex<DashboardState?>(nil)
    }

    let incident: Incident
    let calmSeconds: Double
    let run: RunSettings
    let options: ScreenOptions

    /// When the incident begins by the clock, when the screen was left, and rows 1 to 3 of the screen then.
    struct Outcome {
        let epoch: Timestamp
        let leftAt: Timestamp
        let rows: [String]
    }

    /// Shows it.
    func watch() async throws -> Outcome {
        let times = try DirectWatch.times(run)
        let terminal: NCursesTerminal
        switch ScreenOpening.open(run) {
        case .success(let opened): terminal = opened
        case .failure(let reason):
            throw ScreenOpening.refusal(reason, advice: "a drill is watched: it needs a terminal")
        }
        let begins = incident.troubleBegins ?? calmSeconds
        let epoch = WallClock.now() - .milliseconds(Int64((begins - calmSeconds) * 1000))
        let service = incident.watch ?? incident.instances[0].service
        let targets = incident.instances.filter { $0.service == service }.compactMap { ScrapeTarget($0.name) }
        let watch = DirectWatch(
            targets: targets,
            times: times,
            limits: run.limits,
            profiles: run.configuration.profiles
        )
        let source = watch.source(over: LivePages(world: PlayedWorld(incident, lead: 0, epoch: epoch)))
        var state = DashboardState(
            settings: run.complete(watch.settings(service: service, glyphs: terminal.glyphs)),
            now: WallClock.now(),
            chaos: nil
        )
        for notice in terminal.notices { _ = DashboardUpdate.update(&state, .notice(notice)) }
        let seen = LastSeen()
        var session = try ScreenSession(terminal: terminal, options: options)
        session.observe = { state in seen.state.withLock { $0 = state } }
        let control = SourceSwitch()
        control.connect(.direct(source) { [sink = session.sink] in sink.yield($0) })
        let status = await session.run(
            state: state,
            terminalEvents: terminal.events,
            chaos: nil,
            source: control,
            work: { session in await source.run { session.sink.yield(.source($0)) } }
        )
        terminal.close()
        guard status == 0 else { throw ExitCode(status) }
        let rows = seen.state.withLock { $0 }.map(Self.rows) ?? []
        return Outcome(epoch: epoch, leftAt: WallClock.now(), rows: rows)
    }

    private static func rows(_ state: DashboardState) -> [String] {
        var state = state
        state.hasKeys = false
        let frame = DashboardView.frame(state, size: TerminalSize(columns: 100, rows: 24))
        return frame.buffer.text.split(separator: "\n").prefix(3).map(String.init)
    }
}
