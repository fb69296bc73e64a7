import ArgumentParser
import ServiceKit

/// `sretop receive`: shows what Alertmanager sends.
struct ReceiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receive",
        abstract: "Receive Alertmanager's notifications and print each alert as a line of JSON.",
        discussion: "In Alertmanager's configuration: webhook_configs: [{url: 'http://HOST:9095/'}]"
    )

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 lets the system choose.")
    var port = 9095

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is between 0 and 65535") }
    }

    func run() async throws {
        do {
            try await AlertReceiver(host: host, port: port) { StandardOutput.print($0) }.run { port in
                StandardError.print("sretop receive: listening on port \(port)")
            }
        } catch let error as ServiceError {
            StandardError.print("sretop receive: \(error)")
            throw ExitCode(3)
        }
    }
}
