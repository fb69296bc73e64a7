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
            does not answer.
            """,
        subcommands: [ListFaults.self, SetFault.self, SwitchFaultOn.self, SwitchFaultOff.self, ResetFaults.self],
        defaultSubcommand: ListFaults.self
    )
}

/// Where the service is, and what lets it obey.
struct FaultTargetOptions: ParsableArguments {
    @Option(help: "The service, without a path.")
    var url = "http://127.0.0.1:8000"

    @Option(help: "A file with the service's control token; else UNSTABLE_API_CONTROL_TOKEN.")
    var tokenFile: String?

    /// Asks the service and prints its faults; ends with 2 where it refuses, with 3 where it does not answer.
    func run(_ body: (FaultControl) async throws(FaultControl.Failure) -> [Fault]) async throws {
        let transport = AsyncHTTPTransport(proxies: .environment)
        var base = url
        while base.hasSuffix("/") { base.removeLast() }
        let control = FaultControl(transport: transport, baseURL: base, token: try ControlToken.given(file: tokenFile))
        var outcome: Result<[Fault], FaultControl.Failure>
        do throws(FaultControl.Failure) {
            outcome = .success(try await body(control))
        } catch {
            outcome = .failure(error)
        }
        await transport.close()
        switch outcome {
        case .success(let faults): StandardOutput.print(FaultTable(faults).text)
        case .failure(let failure):
            StandardError.print(TextCharacters.harmless("sretop faults: \(base): \(failure)"))
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
    @Argument(help: "The fault's kind: errors or latency.")
    var fault: Fault.Kind

    @Option(help: "The route that it acts on.")
    var route: String
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

/// `sretop faults set`.
struct SetFault: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Inject a fault; it ends by itself.")
    @OptionGroup var name: FaultNameOptions
    @OptionGroup var target: FaultTargetOptions

    @Option(help: "The share of the route's requests to hit, such as 20% or 0.2; all of them without it.")
    var share: ShareArgument?

    @Option(help: "By how much a latency fault delays a request; at most 5s.")
    var delay: DurationArgument?

    @Option(name: .customLong("for"), help: "How long it acts; at most 15m.")
    var time = DurationArgument(.seconds(60))

    func validate() throws {
        guard name.fault != .latency || delay != nil else { throw ValidationError("a latency fault needs --delay") }
        guard name.fault != .errors || delay == nil else { throw ValidationError("an errors fault has no --delay") }
    }

    func run() async throws {
        try await target.apply(
            FaultRequest(
                injecting: name.fault,
                route: name.route,
                share: share?.share,
                delaySeconds: delay.map { $0.duration / .seconds(1) },
                seconds: time.duration / .seconds(1)
            )
        )
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
