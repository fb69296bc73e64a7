import ArgumentParser
import Dashboard
import TerminalUI

/// `sretop diagnose`: the verdict with its evidence, once.
struct DiagnoseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagnose",
        abstract: "Say once what is broken, since when, and who explains it.",
        discussion: """
            Prints the verdict, what it is judged by, the suspects and what happened before, or with --json a document \
            for programs. Ends with 0 where there was something to judge, well or not, and 3 where there was not.
            """
    )

    @OptionGroup(title: "Source") var source: SourceOptions

    @OptionGroup(title: "Gate") var gate: GateOptions

    @Flag(help: "Print JSON instead of lines.")
    var json = false

    func run() async throws {
        let session = try await gate.session(source)
        do {
            try await SourceLook(session: session, glyphs: .ascii).look { looked in
                let record = VerdictRecord(looked.state)
                if json {
                    StandardOutput.print(record.text)
                } else {
                    for line in record.lines { StandardOutput.print(TextCharacters.harmless(line)) }
                }
                if !looked.hasNumbers { throw ExitCode(3) }
            }
        } catch let nothing as SourceLook.NothingFound {
            StandardError.print("sretop: \(nothing.text)")
            StandardError.print("sretop: \(SourceSearch.advice)")
            throw ExitCode(3)
        }
    }
}
