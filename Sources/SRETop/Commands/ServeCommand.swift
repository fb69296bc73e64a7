import ArgumentParser
import PromClient
import ServiceKit

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `sretop serve`: the unstable service alone.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the Unstable API: an HTTP service that fails on purpose and says so on /metrics.",
        discussion: """
            SIGTERM and SIGINT drain it; a second one ends it at once, with status 1. What no fault may exceed is set by \
            the environment: \(FaultLimits.variables.joined(separator: ", ")).
            """
    )

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 lets the system choose.")
    var port = 8000

    @Option(help: "How many ports above --port to try while one is in use.")
    var furtherPorts = 0

    @Option(help: "A further port, for probes and the metrics page alone.")
    var metricsPort: Int?

    @OptionGroup var fleet: FleetOptions

    @Option(
        help: ArgumentHelp(
            "A file with the token that switches faults, also from other machines; else UNSTABLE_API_CONTROL_TOKEN.",
            valueName: "file"
        )
    )
    var controlTokenFile: String?

    @Option(help: "Seeds failures and latencies: the same seed fails the same requests.")
    var seed: UInt64 = 1

    @Flag(inversion: .prefixedNo, help: "The built-in defect: 20 % of /risky answer 500.")
    var defect = true

    @Option(
        help: ArgumentHelp(
            "Faults that it plays from its start, on its first instance: a name ('sretop faults scenarios') or a file.",
            valueName: "scenario"
        )
    )
    var scenario: String?

    @Option(help: "The conventions of the metrics page: \(MetricsStyle.names).")
    var metricsStyle = MetricsStyle.standard

    @Option(help: "How long to take requests still, being no longer ready, after the signal to end.")
    var drainDelay = DurationArgument(.zero)

    @Option(help: ArgumentHelp("A file in which a crash loop survives the process.", valueName: "file"))
    var stateFile: String?

    @Option(help: "Log events to standard error: none, text or json.")
    var log = ServiceLog.Format.none

    @Flag(help: "Log each request too.")
    var logRequests = false

    @Flag(help: "End when standard input does: whoever started this is gone.")
    var endWithStdin = false

    @Flag(help: "Ask a running service on --host and --port for its health: exit 0 or 1.")
    var probe = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is between 0 and 65535") }
        if let metricsPort {
            guard (1...65_535).contains(metricsPort) else {
                throw ValidationError("--metrics-port is between 1 and 65535")
            }
            guard metricsPort != port else { throw ValidationError("--metrics-port is to differ from --port") }
            guard furtherPorts == 0 else { throw ValidationError("--further-ports does not go with --metrics-port") }
        }
        guard (0...1000).contains(furtherPorts) else { throw ValidationError("--further-ports is between 0 and 1000") }
        guard drainDelay.duration <= .seconds(300) else { throw ValidationError("--drain-delay is at most 5m") }
        guard !logRequests || log != .none else { throw ValidationError("--log-requests needs --log text or json") }
        guard fleet.instances > 1 else { return }
        guard furtherPorts == 0, metricsPort == nil, stateFile == nil else {
            throw ValidationError("--instances goes with neither --further-ports, --metrics-port nor --state-file")
        }
        guard port + fleet.instances <= 65_536 else {
            throw ValidationError("there are not so many ports from --port on")
        }
    }

    func run() async throws {
        if probe { return try await askHealth() }
        let configuration = try serviceConfiguration()
        let scenario = try wantedScenario()
        let service = UnstableFleet(configuration, instances: fleet.instances, versions: fleet.versions)
        let played = ServedScenario(scenario, token: configuration.controlToken)
        do {
            try await service.run { [host] port in
                StandardOutput.print("listening on \(Self.url(host, port))")
                played.start(Self.url(host, port))
            }
        } catch let error as ServiceError {
            StandardError.print("sretop serve: \(error)")
            throw ExitCode(3)
        }
        await played.end()
    }

    private func wantedScenario() throws -> FaultScenario? {
        do throws(FaultProblem) { return try scenario.map(ScenarioPlayer.scenario) } catch {
            throw ValidationError.quoting(error)
        }
    }

    private func serviceConfiguration() throws -> ServiceConfiguration {
        var configuration = ServiceConfiguration(version: ProgramVersion.text)
        configuration.host = host
        configuration.port = port
        configuration.furtherPorts = furtherPorts
        configuration.metricsPort = metricsPort
        configuration.controlToken = try ControlToken.given(file: controlTokenFile)
        configuration.seed = seed
        configuration.defectIsOn = defect
        do throws(FaultProblem) {
            configuration.limits = try FaultLimits(environment: ProcessInfo.processInfo.environment)
        } catch {
            throw ValidationError.quoting(error)
        }
        configuration.crashLoop = stateFile.map { CrashLoopFile(path: $0) }
        configuration.drainDelay = drainDelay.duration
        configuration.metricsStyle = metricsStyle
        configuration.furtherRoutes = fleet.routes
        configuration.log = ServiceLog(log)
        configuration.logsRequests = logRequests
        configuration.endsWithStandardInput = endWithStdin
        return configuration
    }

    /// An IPv6 address stands in brackets.
    private static func url(_ host: String, _ port: Int) -> String {
        host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
    }

    private func askHealth() async throws {
        let transport = AsyncHTTPTransport(proxies: .environment)
        let url = "\(Self.url(host, port))/healthz"
        var problem: String?
        do throws(TransportFailure) {
            let answer = try await transport.ask(HTTPQuestion(url: url, timeout: .seconds(2), bodyLimit: 65_536))
            if answer.status != 200 { problem = "it answers HTTP status \(answer.status)" }
        } catch {
            problem = "\(error)"
        }
        await transport.close()
        guard let problem else { return }
        StandardError.print("sretop serve --probe: \(url): \(problem)")
        throw ExitCode(1)
    }
}

extension MetricsStyle: ExpressibleByArgument {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension ServiceLog.Format: ExpressibleByArgument {}
