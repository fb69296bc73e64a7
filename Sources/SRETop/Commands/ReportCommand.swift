import ArgumentParser
import Recording

/// `sretop report`: what a recording tells about an incident.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Tell what a recording holds: breaches with their cost, charts, who, and the timeline.",
        discussion: """
            Markdown on standard output; with --html one page that needs nothing else; with --openmetrics the numbers \
            for a Prometheus: each signal as a gauge, over the window of then, and who by parts. A damaged or cut file is told up to \
            the damage. Ends with 3 where nothing can be read.
            """
    )

    @Argument(help: "The recording.")
    var file: String

    @Option(help: ArgumentHelp("Write to this file; else to standard output.", valueName: "file"))
    var output: String?

    @Flag(help: "A page of HTML with charts, instead of Markdown.")
    var html = false

    @Flag(help: "The numbers as OpenMetrics with times, for promtool tsdb create-blocks-from openmetrics.")
    var openmetrics = false

    @Option(help: "What is not to fail, such as 99.9%: a breach's cost is told in the budget that this leaves.")
    var objective = ShareArgument(0.999)

    @Option(help: "The time that the objective is about.")
    var period = DurationArgument(.seconds(30 * 86_400))

    func validate() throws {
        guard objective.share < 1 else { throw ValidationError("--objective is below 100%: nothing may fail else") }
        guard !html || !openmetrics else { throw ValidationError("give --html or --openmetrics: it is one document") }
        guard period.duration > .zero else { throw ValidationError("--period is longer than nothing") }
    }

    func run() throws {
        let reader = try RecordingPlace.reader(of: file, command: "sretop report")
        if openmetrics {
            guard let export = OpenMetricsExport(reader) else { throw noPoll }
            for note in export.notes { StandardError.print(TextCharacters.harmless("sretop report: \(note)")) }
            return try OutputFile.write(export.text, to: output, command: "sretop report")
        }
        let objective = IncidentReport.Objective(share: objective.share, period: period.duration)
        guard let report = IncidentReport(reader, objective: objective) else { throw noPoll }
        for note in report.notes { StandardError.print(TextCharacters.harmless("sretop report: \(note)")) }
        try OutputFile.write(html ? report.html : report.markdown, to: output, command: "sretop report")
    }

    private var noPoll: ExitCode {
        StandardError.print(TextCharacters.harmless("sretop report: '\(file)' holds no poll"))
        return ExitCode(3)
    }
}
