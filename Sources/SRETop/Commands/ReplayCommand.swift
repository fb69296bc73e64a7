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
            Space holds it, < and > set the speed; all other keys work as on a live screen, but for those that ask the \
            source. --at begins at a moment of the recording, -10m that long before its end. Where nothing was recorded \
            for a minute it goes on at once. A damaged or cut file is shown up to the damage. Ends with 3 where nothing \
            can be read.
            """
    )

    @Argument(help: "The recording.")
    var file: String

    @Option(help: "How much faster than it was, such as 8x; 0.1 to 3600.")
    var speed = SpeedArgument(1)

    @OptionGroup(title: "Screen") var options: ScreenOptions

    func validate() throws {
        guard options.record == nil, options.window == nil, options.interval == nil, options.limit.isEmpty,
            options.notify == nil
        else {
            throw ValidationError("a recording keeps its --window, --every and --limit; no --notify, no --record of it")
        }
    }

    func run() async throws {
        let recording = try RecordingPlace.reader(of: file, command: "sretop replay")
        let run = try RunSettings(source: nil, screen: options)
        let terminal: NCursesTerminal
        switch ScreenOpening.open(run) {
        case .success(let opened): terminal = opened
        case .failure(let reason):
            throw ScreenOpening.refusal(reason, advice: "without a screen, 'sretop report' tells what is in it")
        }
        var state = DashboardState(
            settings: settings(recording, run, glyphs: terminal.glyphs),
            now: recording.begun,
            chaos: recording.settings.chaos
        )
        state.replay = Replay(speed: speed.factor)
        for notice in terminal.notices { _ = DashboardUpdate.update(&state, .notice(notice)) }
        var session = try ScreenSession(terminal: terminal, options: options)
        session.recording = recording
        let playback = Playback(speed: speed.factor)
        let status = await session.run(
            state: state,
            terminalEvents: terminal.events,
            chaos: nil,
            source: playback,
            ticks: false,
            work: { [at = options.at] session in
                let from = at?.moment(at: recording.end())
                await playback.run(recording, from: from, session.sink)
            }
        )
        terminal.close()
        session.sayFarewell()
        throw ExitCode(status)
    }

    /// What it was recorded with, and the look of now.
    private func settings(_ recording: RecordingReader, _ run: RunSettings, glyphs: GlyphSet) -> DashboardSettings {
        var settings = recording.settings.dashboard(glyphs: glyphs)
        settings.theme = run.configuration.theme.value
        settings.isMouseOn = run.configuration.mouse.value
        settings.hasBell = run.configuration.bell.value
        settings.isLocalTime = !run.configuration.utc.value
        settings.localOffset = WallClock.localOffset(at: recording.begun)
        if let span = options.span?.duration { settings.span = span }
        return settings
    }
}

/// How much faster: `8x`, `0.5x`, `60`.
struct SpeedArgument: ExpressibleByArgument, Sendable, Equatable {
    let factor: Double

    init(_ factor: Double) { self.factor = factor }

    init?(argument: String) {
        let text = argument.hasSuffix("x") ? String(argument.dropLast()) : argument
        guard let factor = Double(text), Replay.speeds.contains(factor) else {
            let (slowest, fastest) = (Replay.speeds.lowerBound, Replay.speeds.upperBound)
            ArgumentForm.refuse(
                "how many times as fast, such as 8x, from \(NumberText.trimmed(slowest))x to "
                    + "\(NumberText.trimmed(fastest))x"
            )
            return nil
        }
        self.factor = factor
    }

    var defaultValueDescription: String { "\(NumberText.trimmed(factor))x" }
}
