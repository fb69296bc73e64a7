import ArgumentParser
import Dashboard

/// `sretop report`: what a recording tells about an incident.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Tell what a recording holds: breaches with their cost, charts, who, and the timeline.",
        discussion: """
            Markdown on standard output; with --html one page that needs nothing else. A damaged or cut file is told up to \
            the damage. Ends with 3 where nothing can be read.
            """
    )

    @Argument(help: "The recording.")
    var file: String

    @Option(help: ArgumentHelp("Write to this file; else to standard output.", valueName: "file"))
    var output: String?

    @Flag(help: "A page of HTML with charts, instead of Markdown.")
    var html = false

    func run() throws {
        let recording = try RecordingPlace.read(file, command: "sretop report")
        guard let report = IncidentReport(recording) else {
            StandardError.print(TextCharacters.harmless("sretop report: '\(file)' holds no poll"))
            throw ExitCode(3)
        }
        try OutputFile.write(html ? report.html : report.markdown, to: output, command: "sretop report")
    }
}
