import ArgumentParser
import Dashboard
import NCursesTerminal
import PromModel
import Recording
import Settings
import TerminalUI

/// `sretop replay`: the screen over a recording.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Show a recording of --record on the screen, in its own time or faster.",
        discussion: """
            Every key works as on a live screen, but for those that ask the source. --at begins at a moment of the \
            recording, -2h that long before its end. A damaged or cut file is shown up to the damage. Ends with 3 where \
            nothing can be read.
            """
    )

    @Argument(help: "The recording.")
    var file: String

    @Option(help: "How much faster than it was, such as 8x.")
    var speed = SpeedArgument(1)

    @OptionGroup(title: "Screen") var options: ScreenOptions

    func validate() throws {
        guard options.record == nil, options.window == nil, options.interval == nil, options.limit.isEmpty,
            options.notify == nil
        else {
            throw ValidationError("a recording keeps its --window, --every and --limit, and sets off no --notify")
        }
    }

    func run() async throws {
        let recording = try RecordingPlace.read(file, command: "sretop replay")
        let run = try RunSettings(source: nil, screen: options)
        let terminal: NCursesTerminal
        switch ScreenOpening.open(run) {
        case .success(let opened): terminal = opened
        case .failure(let reason):
            throw ScreenOpening.refusal(reason, advice: "without a screen, 'sretop report' tells what is in it")
        }
        let times = recording.events.compactMap(\.at)
        let begun = times.first ?? WallClock.now()
        var settings = recording.settings.dashboard(glyphs: terminal.glyphs)
        settings.theme = run.configuration.theme.value
        settings.isMouseOn = run.configuration.mouse.value
        settings.isLocalTime = !run.configuration.utc.value
        settings.localOffset = WallClock.localOffset(at: begun)
        settings.place = "REPLAY \(speed.text)"
        if let span = options.span?.duration { settings.span = span }
        var state = DashboardState(
            settings: settings,
            now: begun,
            chaos: recording.settings.loadPath.map { ChaosState(path: $0, rate: 0) }
        )
        for notice in terminal.notices { _ = DashboardUpdate.update(&state, .notice(notice)) }
        let session = try ScreenSession(terminal: terminal, options: options)
        let playback = Playback(
            file: recording,
            speed: speed.factor,
            from: options.at?.moment(at: times.last ?? begun)
        )
        let status = await session.run(
            state: state,
            terminalEvents: terminal.events,
            chaos: nil,
            source: RecordedSource(),
            ticks: false,
            work: { session in await playback.run(session.sink) }
        )
        terminal.close()
        session.sayFarewell()
        throw ExitCode(status)
    }
}

/// A source that can be asked for nothing: all that it told is in the recording.
private struct RecordedSource: SourceControl {
    func pollNow() {}
}

/// How much faster: `8x`, `0.5x`, `60`.
struct SpeedArgument: ExpressibleByArgument, Sendable, Equatable {
    let factor: Double

    init(_ factor: Double) { self.factor = factor }

    init?(argument: String) {
        let text = argument.hasSuffix("x") ? String(argument.dropLast()) : argument
        guard let factor = Double(text), factor.isFinite, (0.1...3600).contains(factor) else { return nil }
        self.factor = factor
    }

    /// `8x`.
    var text: String { "\(NumberText.trimmed(factor))x" }

    var defaultValueDescription: String { text }
}
