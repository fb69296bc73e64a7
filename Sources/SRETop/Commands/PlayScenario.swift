import ArgumentParser
import PromClient
import ServiceKit
import UnixSignals

/// `sretop faults play`.
struct PlayScenario: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "play",
        abstract: "Play a scenario: faults one after another, each at its time.",
        discussion: """
            Ctrl-C ends its faults; where this command is killed they end within \
            \(Int(ScenarioPlayer.leaseSeconds)) seconds. 'sretop faults scenarios' tells those that come with sretop. A \
            file is YAML: 'steps' with 'at' in seconds and 'set' with the keys of POST /faults.
            """
    )

    @Argument(help: "The name of a scenario, or a file.")
    var scenario: String

    @OptionGroup var target: FaultTargetOptions

    func run() async throws {
        let wanted: FaultScenario
        do throws(FaultProblem) { wanted = try ScenarioPlayer.scenario(scenario) } catch {
            throw ValidationError.quoting(error)
        }
        let transport = AsyncHTTPTransport(proxies: .environment)
        let player = ScenarioPlayer(scenario: wanted, control: try target.control(over: transport))
        let problem = await play(player)
        await transport.close()
        guard let problem else { return }
        StandardError.print(TextCharacters.harmless("sretop faults: \(target.url): \(problem)"))
        throw ExitCode(problem.isRefusal ? 2 : 3)
    }

    /// Until its end or a signal's, which ends its faults.
    private func play(_ player: ScenarioPlayer) async -> FaultControl.Failure? {
        let signals = await UnixSignalsSequence(trapping: [.sigint, .sigterm])
        return await withTaskGroup(of: FaultControl.Failure?.self) { group in
            group.addTask {
                for await _ in signals { break }
                return nil
            }
            group.addTask {
                do { try await player.play { StandardOutput.print($0) } } catch {
                    return error as? FaultControl.Failure
                }
                return nil
            }
            let problem = await group.next() ?? nil
            group.cancelAll()
            await player.end()
            return problem
        }
    }
}

/// `sretop faults scenarios`.
struct ListScenarios: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenarios",
        abstract: "The scenarios that come with sretop."
    )

    func run() throws {
        for scenario in FaultScenario.shipped {
            StandardOutput.print("\(scenario.name) (\(Int(scenario.seconds)) s): \(scenario.about)")
        }
    }
}
