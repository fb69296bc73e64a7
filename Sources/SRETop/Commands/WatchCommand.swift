import ArgumentParser
import Dashboard
import GoldenSignals
import NCursesTerminal
import PromClient
import PromModel
import TerminalUI

/// `sretop watch`, also `sretop` alone: the dashboard.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Watch the golden signals of a running service.",
        discussion: """
            Without --prometheus and --scrape it looks for a Prometheus on localhost:9090, then for a service on \
            localhost:8000, and says what it found. 'sretop demo' needs nothing else.
            """
    )

    @OptionGroup(title: "Source") var source: SourceOptions

    @Option(help: "The service to show, by its job or service label; else the one that is worst.")
    var service: String?

    @Option(help: "How its metrics are named, where several profiles fit.")
    var profile: String?

    @Flag(help: "Print one frame as text and end; needs no terminal.")
    var once = false

    @Option(help: "The frame of --once, such as 80x24.")
    var size = SizeArgument(TerminalSize(columns: 80, rows: 24))

    @OptionGroup(title: "Screen") var options: ScreenOptions

    func validate() throws {
        if once, options.log != nil || options.readings != nil || options.points != nil {
            throw ValidationError("--once prints one frame and writes no --log, no --readings and no --points")
        }
    }

    func run() async throws {
        let profiles = try source.profiles()
        if let profile, !profiles.contains(where: { $0.name == profile }) {
            let names = profiles.map(\.name).joined(separator: ", ")
            throw ValidationError("--profile '\(profile)' is not known; there are: \(names)")
        }
        let watch = WatchSession(
            choice: try source.resolve(),
            options: options,
            service: service,
            profile: profile,
            profiles: profiles
        )
        try watch.checkTimes()
        if once { return try await WatchOnce(session: watch, size: size.size, isASCII: options.ascii).run() }
        // The screen opens before any event loop: the first paint waits for nothing.
        let terminal = try ScreenOpening.open(ascii: options.ascii)
        var state = DashboardState(
            settings: try watch.settings(glyphs: terminal.glyphs),
            now: WallClock.now(),
            chaos: nil
        )
        for notice in terminal.notices { _ = DashboardUpdate.update(&state, .notice(notice)) }
        terminal.draw(DashboardView.frame(state, size: terminal.size))
        let session = try ScreenSession(terminal: terminal, options: options)
        let control = SourceSwitch()
        let status = await session.run(
            state: state,
            terminalEvents: terminal.events,
            chaos: nil,
            source: control,
            work: { session in await watch.feed(session, control, glyphs: terminal.glyphs) }
        )
        terminal.close()
        throw ExitCode(status)
    }
}
