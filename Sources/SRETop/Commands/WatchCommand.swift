import ArgumentParser
import Dashboard
import GoldenSignals
import NCursesTerminal
import PromClient
import PromModel
import Settings
import TerminalUI

/// `sretop watch`, also `sretop` alone: the dashboard.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Watch the golden signals of a running service.",
        discussion: """
            Given a URL alone it finds out whether a Prometheus or a page of metrics is there. Without any it looks for a \
            Prometheus on localhost:9090, then for a service on localhost:8000, and says what it found. 'sretop demo' needs nothing else. --once ends with 0 where there was \
            something to judge, well or not, and with 3 where there was not; 'sretop check' has a status for each verdict.
            """
    )

    @Argument(
        help: ArgumentHelp("A Prometheus, or one or more metrics pages; which, is found out.", valueName: "url")
    )
    var addresses: [String] = []

    @OptionGroup(title: "Source") var source: SourceOptions

    @Option(help: "The service to show, by its job or service label; else the one that is worst.")
    var service: String?

    @Option(help: "How its metrics are named, where several profiles fit.")
    var profile: String?

    @Flag(help: "Print one frame as text and end; needs no terminal.")
    var once = false

    @Flag(help: "With --once and --stream: the verdict as JSON, with --stream on one line.")
    var json = false

    @Flag(help: "With --once and --stream: the numbers as comma-separated values, a header first.")
    var csv = false

    @Flag(help: "A line a poll instead of a screen, for logs and screen readers.")
    var stream = false

    @Flag(help: "One short line at once, for tmux's status line and prompts; a process in the background keeps it.")
    var line = false

    @Flag(help: "With --line: tmux's colours.")
    var tmux = false

    @Flag(help: "Print what the command line, the environment and the configuration file say together, and end.")
    var printConfig = false

    @Option(help: "The frame of --once, such as 80x24.")
    var size = SizeArgument(TerminalSize(columns: 80, rows: 24))

    @Option(
        help: ArgumentHelp(
            "Open on what an alert of the Prometheus is about: its name, or the URL that it links to.",
            valueName: "name"
        )
    )
    var alert: AlertArgument?

    @Option(
        help: ArgumentHelp(
            "The Alertmanager to ask who is told of an alert; else the one that the Prometheus names.",
            valueName: "url"
        )
    )
    var alertmanager: String?

    @OptionGroup(title: "Screen") var options: ScreenOptions

    func validate() throws {
        if json, !once, !stream { throw ValidationError("--json needs --once or --stream") }
        if csv, !once, !stream { throw ValidationError("--csv needs --once or --stream") }
        if csv, json { throw ValidationError("give either --csv or --json") }
        if tmux, !line { throw ValidationError("--tmux needs --line") }
        if line, once || stream { throw ValidationError("give one of --line, --once and --stream") }
        if line { try refuseFiles("--line prints one line") }
        if once, stream { throw ValidationError("give either --once or --stream") }
        if stream { try refuseFiles("--stream prints lines") }
        if once { try refuseFiles("--once prints one frame") }
        if alert != nil, once || stream || line || options.at != nil {
            throw ValidationError("--alert is for the screen: not with --at, --once, --stream and --line")
        }
        if let alertmanager, (try? PrometheusURL(alertmanager)) == nil {
            throw ValidationError.quoting("--alertmanager '\(alertmanager)' is no URL: write http://HOST:9093")
        }
        if options.at != nil, once || stream || line {
            throw ValidationError("--at is for the screen: not with --once, --stream and --line")
        }
    }

    private var form: WatchForm { json ? .json : csv ? .csv : .text }

    /// Only the screen writes files beside what it shows.
    private func refuseFiles(_ what: String) throws {
        if once || line || stream, options.announces { throw ValidationError("--osc9 needs the screen") }
        if once || line, options.notify != nil { throw ValidationError("--notify needs a run that goes on") }
        guard options.log == nil, options.readings == nil, options.points == nil, options.record == nil else {
            throw ValidationError.quoting("\(what) and writes no --log, no --readings, no --points and no --record")
        }
    }

    /// The session that the options ask for, its times checked.
    func session() async throws -> WatchSession {
        var source = try await AddressLook.sorted(addresses, into: source, screen: options)
        // The link of an alert says which Prometheus it is of.
        if source.prometheus == nil, source.source == nil, source.scrape.isEmpty { source.prometheus = alert?.server }
        var run = try RunSettings(source: source, screen: options, service: service, profile: profile)
        run.past = options.at?.moment(at: WallClock.now())
        run.alert = alert?.wanted
        run.alertmanager = alertmanager
        return try await WatchSession.checked(run)
    }

    func run() async throws {
        if printConfig {
            let source = try await AddressLook.sorted(addresses, into: source, screen: options)
            let run = try RunSettings(source: source, screen: options, service: service, profile: profile)
            return print(run.configuration.text, terminator: "")
        }
        let watch = try await session()
        if options.at != nil, case .pages = watch.choice {
            throw ValidationError("a page has no past: --at needs a Prometheus")
        }
        if alert != nil, case .pages = watch.choice {
            throw ValidationError("a page has no alerts: --alert needs a Prometheus")
        }
        if line {
            if case .prometheus(let access) = watch.choice { await access.close() }
            return try LineStart.start()
        }
        if once { return try await WatchOnce(session: watch, size: size.size, form: form).run() }
        if stream { return try await WatchStream(session: watch, form: form).run() }
        // The screen opens before any event loop: the first paint waits for nothing.
        let terminal: NCursesTerminal
        switch ScreenOpening.open(watch.run) {
        case .success(let opened): terminal = opened
        case .failure(let reason):
            guard reason.isAboutTheTerminal else { throw ScreenOpening.refusal(reason) }
            try refuseFiles("\(reason): what runs instead, as with --stream, prints lines")
            // A log or a screen reader takes lines.
            StandardError.print("sretop: \(reason): a line a poll instead, as with --stream")
            return try await WatchStream(session: watch).run()
        }
        var state = DashboardState(
            settings: try watch.settings(glyphs: terminal.glyphs),
            now: WallClock.now(),
            chaos: nil
        )
        if let at = options.at {
            state.opening = watch.run.past ?? at.moment(at: state.now)
            state.view.span = options.span?.duration
        }
        for notice in terminal.notices { _ = DashboardUpdate.update(&state, .notice(notice)) }
        terminal.draw(DashboardView.frame(state, size: terminal.size))
        let session = try ScreenSession(terminal: terminal, options: options)
        let control = SourceSwitch()
        let status = await session.run(
            state: state,
            terminalEvents: terminal.events,
            chaos: nil,
            source: control,
            work: { session in await watch.feed(session.sink, control) }
        )
        terminal.close()
        session.sayFarewell()
        throw ExitCode(status)
    }
}
