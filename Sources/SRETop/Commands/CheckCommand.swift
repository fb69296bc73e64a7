import ArgumentParser
import Dashboard
import Gates
import GoldenSignals
import TerminalUI

/// `sretop check`: one look with the exit status of a monitoring plugin.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Judge a service once, as a monitoring plugin does.",
        discussion: """
            Prints one line and ends with 0 where all is within its limits, 1 over a warning limit, 2 over a critical \
            one or where no target answers, 3 where nothing can be said: no data, or a source that fails. Wrong options \
            end with 64. A service that nobody asks is as --idle says. With --slo the objectives are judged, too: one \
            that pages is critical, one that only makes a ticket a warning.
            """
    )

    @OptionGroup(title: "Source") var source: SourceOptions

    @OptionGroup(title: "Gate") var gate: GateOptions

    @Flag(help: "Every service of the source, a line each after the first.")
    var allServices = false

    @Option(help: ArgumentHelp("An objective, or a file of them; may be repeated.", valueName: "objective"))
    var slo: [String] = []

    @Option(help: "What a service that nobody asks is: ok, warning, critical or unknown.")
    var idle = StatusArgument(.ok)

    @Flag(help: "Add performance data behind a '|', as monitoring systems read them.")
    var perfdata = false

    func validate() throws {
        if allServices, gate.service != nil {
            throw ValidationError("give either --all-services or --service")
        }
        if allServices, !slo.isEmpty {
            throw ValidationError("--slo is about one service: give it without --all-services")
        }
    }

    func run() async throws {
        let session = try await gate.session(source)
        let objectives = try ObjectiveChoice(slo)
        let check = ServiceCheck(idle: idle.status)
        let report: CheckReport
        do {
            report = CheckReport(try await results(check, session, objectives))
        } catch let nothing as SourceLook.NothingFound {
            report = CheckReport([CheckResult(subject: "", status: .unknown, words: nothing.text)])
        }
        StandardOutput.print(TextCharacters.harmlessLines(report.text(withPerformance: perfdata)))
        throw ExitCode(report.status.rawValue)
    }

    private func results(
        _ check: ServiceCheck,
        _ session: WatchSession,
        _ objectives: ObjectiveChoice
    ) async throws -> [CheckResult] {
        let look = SourceLook(session: session, glyphs: .ascii)
        let (results, names) = try await look.look { looked in
            guard allServices else {
                return ([check.result(looked)] + (await objectives.results(looked)), [String]())
            }
            // A page tells the names of its services only: each is looked at by itself.
            let names = looked.hasPast ? [] : (looked.state.live.report?.services ?? []).map(\.service.name)
            return (check.results(looked), names)
        }
        guard names.count > 1 else { return results }
        var each: [CheckResult] = []
        for name in names {
            var session = session
            session.run.service = name
            each.append(try await SourceLook(session: session, glyphs: .ascii).look(check.result))
        }
        return each
    }
}
