import ArgumentParser
import PromClient
import ServiceKit

/// `sretop serve`: the unstable service alone.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the Unstable API: an HTTP service that fails on purpose and says so on /metrics."
    )

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 lets the system choose.")
    var port = 8000

    @Option(help: "How many ports above --port to try while one is in use.")
    var furtherPorts = 0

    @Option(help: "A further port, for probes and the metrics page alone.")
    var metricsPort: Int?

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
    }

    func run() async throws {
        if probe { return try await askHealth() }
        var configuration = ServiceConfiguration(version: ProgramVersion.text)
        configuration.host = host
        configuration.port = port
        configuration.furtherPorts = furtherPorts
        configuration.metricsPort = metricsPort
        configuration.controlToken = try ControlToken.given(file: controlTokenFile)
        configuration.seed = seed
        configuration.defectIsOn = defect
        configuration.endsWithStandardInput = endWithStdin
        do {
            try await UnstableService(configuration: configuration).run { [host] port in
                StandardOutput.print("listening on \(Self.url(host, port))")
            }
        } catch let error as ServiceError {
            StandardError.print("sretop serve: \(error)")
            throw ExitCode(3)
        }
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
