import ArgumentParser
import PromClient
import ServiceKit

/// `sretop faults`: the faults of a running unstable service.
struct FaultsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faults",
        abstract: "List, inject and end the faults of a running unstable service.",
        discussion: """
            Injected faults end by themselves, after --for. A service that was started with a token asks for it; \
            others are switched from their own machine only. Ends with 2 where the service refuses, with 3 where it \
            does not answer. 'sretop faults kinds' tells the kinds and their numbers.
            """,
        subcommands: [
            ListFaults.self, FaultKinds.self, SetFault.self, SwitchFaultOn.self, SwitchFaultOff.self, ResetFaults.self,
            PlayScenario.self, ListScenarios.self,
        ],
        defaultSubcommand: ListFaults.self
    )
}

/// Where the service is, and what lets it obey.
struct FaultTargetOptions: ParsableArguments {
    @Option(help: "The service, without a path.")
    var url = "http://127.0.0.1:8000"

    @Option(help: "A file with the service's control token; else UNSTABLE_API_CONTROL_TOKEN.")
    var tokenFile: String?

    func validate() throws {
        guard let address = HTTPURL(url), address.isUnspecified else { return }
        throw ValidationError("'\(address.host)' is no machine's address: a service that listens there is at 127.0.0.1")
    }

    /// The service's control routes.
    func control(over transport: any HTTPTransport) throws -> FaultControl {
        var base = url
        while base.hasSuffix("/") { base.removeLast() }
        return FaultControl(transport: transport, baseURL: base, token: try ControlToken.given(file: tokenFile))
    }

    /// Asks the service and prints its faults; ends with 2 where it refuses, with 3 where it does not answer.
    func run(_ body: (FaultControl) async throws(FaultControl.Failure) -> [Fault]) async throws {
        StandardOutput.print(FaultTable(try await ask(body)).text)
    }

    /// Asks the service; ends with 2 where it refuses, with 3 where it does not answer.
    @discardableResult
    func ask(_ body: (FaultControl) async throws(FaultControl.Failure) -> [Fault]) async throws -> [Fault] {
        let transport = AsyncHTTPTransport(proxies: .environment)
        let control: FaultControl
        do { control = try self.control(over: transport) } catch {
            await transport.close()
            throw error
        }
        var outcome: Result<[Fault], FaultControl.Failure>
        do throws(FaultControl.Failure) {
            outcome = .success(try await body(control))
        } catch {
            outcome = .failure(error)
        }
        await transport.close()
        switch outcome {
        case .success(let faults): return faults
        case .failure(let failure):
            StandardError.print(TextCharacters.harmless("sretop faults: \(control.baseURL): \(failure)"))
            if failure.asksForToken, control.token == nil {
                StandardError.print("sretop faults: give the token by --token-file or \(ControlToken.variable)")
            }
            throw ExitCode(failure.isRefusal ? 2 : 3)
        }
    }

    /// Injects or switches a fault.
    func apply(_ request: FaultRequest) async throws {
        try await run { control throws(FaultControl.Failure) in try await control.apply(request) }
    }
}

/// Which fault, on which route.
struct FaultNameOptions: ParsableArguments {
    @Argument(help: "The fault's kind, such as errors, latency or queue; 'sretop faults kinds' tells all.")
    var fault: Fault.Kind

    @Option(help: "The route that it acts on, or several with commas between them; every one that is traffic without.")
    var route = Fault.everyRoute
}

extension Fault.Kind: ExpressibleByArgument {}

/// `sretop faults list`.
struct ListFaults: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The faults, on or off.")
    @OptionGroup var target: FaultTargetOptions

    func run() async throws {
        try await target.run { control throws(FaultControl.Failure) in try await control.faults() }
    }
}

/// `sretop faults kinds`.
struct FaultKinds: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kinds",
        abstract: "The kinds of faults, with their modes and numbers."
    )

    func run() throws {
        StandardOutput.print(FaultKindsText.text)
    }
}

/// `sretop faults on`.
struct SwitchFaultOn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "on",
        abstract: "Switch a fault on that the service knows."
    )
    @OptionGroup var name: FaultNameOptions
    @OptionGroup var target: FaultTargetOptions

    func run() async throws {
        try await target.apply(FaultRequest(switching: name.fault, route: name.route, active: true))
    }
}

/// `sretop faults off`.
struct SwitchFaultOff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "off", abstract: "Switch a fault off.")
    @OptionGroup var name: FaultNameOptions
    @OptionGroup var target: FaultTargetOptions

    func run() async throws {
        try await target.apply(FaultRequest(switching: name.fault, route: name.route, active: false))
    }
}

/// `sretop faults reset`.
struct ResetFaults: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "reset", abstract: "Switch every fault off.")
    @OptionGroup var target: FaultTargetOptions

    func run() async throws {
        try await target.run { control throws(FaultControl.Failure) in try await control.reset() }
    }
}
