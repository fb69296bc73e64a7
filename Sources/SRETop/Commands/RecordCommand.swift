import ArgumentParser
import Dashboard
import PromClient
import PromModel
import TerminalUI

/// `sretop record`: a recording of a Prometheus's past.
struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record what a Prometheus knows of the past, as --record would have done then.",
        discussion: """
            The Prometheus is asked as if it was then, poll by poll; sretop replay and sretop report take the file. Which \
            targets there are is told as of now, and alerts are: their past is not asked for. Ends with 3 where the \
            Prometheus does not answer.
            """
    )

    @Argument(help: "The file, which is made.")
    var file: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Where to begin: 2026-11-28T03:12, '2h ago' or -2h; UTC.", valueName: "moment")
    )
    var from: MomentArgument

    @Option(parsing: .unconditional, help: ArgumentHelp("Where to end; else now.", valueName: "moment"))
    var to: MomentArgument?

    @OptionGroup(title: "Source") var source: SourceOptions

    @OptionGroup(title: "Gate") var gate: GateOptions

    func run() async throws {
        let now = WallClock.now()
        let (start, end) = (from.moment(at: now), min(to?.moment(at: now) ?? now, now))
        guard start < end else { throw ValidationError("--from is a moment before --to, and both are past") }
        // Before anything is opened: the file is gone again where nothing comes of it.
        let recorder = try Recorder(path: file)
        let session = try await gate.session(source)
        guard case .prometheus(let access) = session.choice else {
            throw ValidationError("only a Prometheus knows the past: give --prometheus")
        }
        for note in access.notes { StandardError.print("sretop: \(note)") }
        var recorded = PastRecording(
            source: access.source(try session.sourceOptions(), at: start),
            state: DashboardState(settings: try session.settings(glyphs: .ascii), now: start, chaos: nil),
            recorder: recorder
        )
        let failure = await recorded.run(from: start, through: end)
        await access.close()
        if let failure, recorded.isEmpty {
            await recorder.discard()
            StandardError.print(TextCharacters.harmless("sretop record: \(access.url.display): \(failure)"))
            throw ExitCode(3)
        }
        if let text = await recorder.finish() { StandardOutput.print(text) }
        if let failure {
            StandardError.print(TextCharacters.harmless("sretop record: \(access.url.display): \(failure)"))
            throw ExitCode(3)
        }
        StandardOutput.print(TextCharacters.harmless(recorded.summary))
    }
}
