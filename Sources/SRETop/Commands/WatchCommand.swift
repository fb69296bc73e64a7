import ArgumentParser
import Dashboard
import GoldenSignals
import NCursesTerminal
import PromClient
import PromModel
import TerminalUI

/// `sretop watch`, also `sretop` alone: the dashboard over a service's own metrics page.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Watch the golden signals of a running service.",
        discussion: """
            Without --scrape it looks for a service on 127.0.0.1:8000 and says what it found. \
            'sretop demo' needs nothing else.
            """
    )

    @Option(help: ArgumentHelp("A metrics page, as http://HOST:PORT/PATH; may be repeated.", valueName: "url"))
    var scrape: [String] = []

    @Flag(help: "Print one frame as text and end; needs no terminal.")
    var once = false

    @Option(help: "The frame of --once, such as 80x24.")
    var size = SizeArgument(TerminalSize(columns: 80, rows: 24))

    @OptionGroup var options: ScreenOptions

    func validate() throws {
        for text in scrape where ScrapeTarget(text) == nil {
            throw ValidationError("'\(text)' is no URL to scrape: write http://HOST:PORT/metrics")
        }
        guard ScrapeTarget.distinct(scrape.compactMap { ScrapeTarget($0) }) != nil else {
            throw ValidationError("--scrape names a page twice: its requests would count twice")
        }
        if once, options.log != nil || options.readings != nil {
            throw ValidationError("--once prints one frame and writes no --log and no --readings")
        }
    }

    func run() async throws {
        let settings = DirectWatch.ScreenSettings(options)
        let pages = scrape.isEmpty ? ["http://127.0.0.1:8000/metrics"] : scrape
        let watch = DirectWatch(
            targets: ScrapeTarget.distinct(pages.compactMap { ScrapeTarget($0) }) ?? [],
            options: settings
        )
        if once { return try await printOnce(watch) }
        // The screen opens before any event loop: the first paint waits for nothing.
        let terminal = try ScreenOpening.open(ascii: options.ascii)
        var state = DashboardState(
            settings: watch.settings(service: "service", glyphs: terminal.glyphs),
            now: WallClock.now(),
            chaos: nil
        )
        if scrape.isEmpty {
            let text = "no --scrape given: looking at 127.0.0.1:8000; 'sretop demo' brings a service of its own"
            _ = DashboardUpdate.update(&state, .notice(text))
        }
        for notice in terminal.notices { _ = DashboardUpdate.update(&state, .notice(notice)) }
        terminal.draw(DashboardView.frame(state, size: terminal.size))
        let transport = AsyncHTTPTransport()
        let source = watch.source(over: transport)
        let session = try ScreenSession(terminal: terminal, options: options)
        let status = await session.run(
            state: state,
            terminalEvents: terminal.events,
            chaos: nil,
            pollNow: { Task { if let update = await source.pollOnce() { session.sink.yield(.source(update)) } } },
            work: { session in await source.run { session.sink.yield(.source($0)) } }
        )
        terminal.close()
        await transport.close()
        throw ExitCode(status)
    }

    /// Polls until there is a rate, a handful of times at most, and prints one frame.
    private func printOnce(_ watch: DirectWatch) async throws {
        let transport = AsyncHTTPTransport()
        let source = watch.source(over: transport)
        let glyphs: GlyphSet = options.ascii ? .ascii : .braille
        var state = DashboardState(
            settings: watch.settings(service: "service", glyphs: glyphs),
            now: WallClock.now(),
            chaos: nil
        )
        for poll in 0..<5 {
            if poll > 0 { try await Task.sleep(for: watch.options.interval) }
            guard let update = await source.pollOnce() else { break }
            _ = DashboardUpdate.update(&state, .source(update))
            let isAnswered = update.failure != nil || update.snapshot[.requestRate].state != .noData
            // A rate needs two samples, and a page without the counter never gets one.
            if poll >= 2, isAnswered { break }
        }
        await transport.close()
        _ = DashboardUpdate.update(&state, .tick(WallClock.now()))
        print(DashboardView.frame(state, size: size.size).buffer.text)
        if case .failing = state.live.health { throw ExitCode(3) }
    }
}
