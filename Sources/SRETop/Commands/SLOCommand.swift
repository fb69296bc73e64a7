import ArgumentParser
import Dashboard
import Gates
import GoldenSignals
import PromModel
import TerminalUI

/// `sretop slo`: how a service's objectives are kept.
struct SLOCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slo",
        abstract: "Tell burn rates and what is left of the error budget, from a Prometheus.",
        discussion: """
            Objectives come from a file as for 'sretop rules', or from --slo. Series that the generated rules record are \
            asked first, the expressions themselves where there are none; the comparisons are those of the rules. Ends \
            with 0 where no alert fires, 1 where one makes a ticket, 2 where one pages, 3 where there are no numbers. \
            Wrong options end with 64.
            """
    )

    @Argument(help: ArgumentHelp("Files of objectives, such as slo/production.yaml.", valueName: "file"))
    var files: [String] = []

    @Option(
        help: ArgumentHelp(
            "An objective of the service: 'availability 99.9%/30d', 'latency 95% < 300ms'; may be repeated.",
            valueName: "objective"
        )
    )
    var slo: [String] = []

    @OptionGroup(title: "Source") var source: SourceOptions

    @OptionGroup(title: "Gate") var gate: GateOptions

    @Flag(help: "Print JSON instead of lines.")
    var json = false

    /// Where nobody said what is promised.
    private static let usual = ["availability 99.9%/30d", "latency 95% < 500ms/30d"]

    func run() async throws {
        let isUsual = files.isEmpty && slo.isEmpty
        let choice = try ObjectiveChoice(isUsual ? Self.usual : files + slo)
        let session = try await gate.session(source)
        let status: CheckStatus
        do {
            status = try await SourceLook(session: session, glyphs: .ascii).look { looked in
                if isUsual { StandardError.print("sretop: no objectives given: 99.9% available, 95% within 500ms") }
                return try await tell(choice, looked)
            }
        } catch let nothing as SourceLook.NothingFound {
            StandardError.print("sretop: \(nothing.text)")
            StandardError.print("sretop: \(SourceSearch.advice)")
            throw ExitCode(3)
        }
        throw ExitCode(status.rawValue)
    }

    private func tell(_ choice: ObjectiveChoice, _ looked: LookedSource) async throws -> CheckStatus {
        guard looked.hasPast else {
            StandardError.print("sretop: a page has no past: objectives need a Prometheus")
            throw ExitCode(3)
        }
        let pairs = choice.wanted.all(for: looked.catalog, named: looked.state.settings.service)
        if pairs.isEmpty {
            let reason = looked.problem ?? "no service to ask about"
            StandardError.print(TextCharacters.harmless("sretop: \(reason)"))
            throw ExitCode(3)
        }
        let inquiry = ObjectiveInquiry(engine: looked.engine, moment: looked.moment)
        var lines: [ObjectiveLine] = []
        for (service, objective) in pairs {
            do throws(QueryFailure) {
                lines += try await inquiry.lines(of: objective, service)
            } catch {
                StandardError.print(TextCharacters.harmless("sretop: \(service.service) \(objective.name): \(error)"))
                throw ExitCode(3)
            }
        }
        if json {
            StandardOutput.print(ObjectiveDocument(lines, at: looked.moment).text)
        } else {
            for line in lines.flatMap(\.lines) { StandardOutput.print(TextCharacters.harmless(line)) }
        }
        return CheckStatus.worst(of: lines.map(\.status.status))
    }
}
