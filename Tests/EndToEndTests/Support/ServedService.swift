import Foundation
import Testing

/// An unstable service of its own on a free port, ended with its owner.
final class ServedService {
    let port: Int
    private let program: BackgroundProgram

    /// Starts it; returns when it answers.
    init() throws {
        let port = Ports.free()
        self.port = port
        program = try BackgroundProgram(Programs.sretop, ["serve", "--port", "\(port)", "--end-with-stdin"])
        waitUntil(10, "the service on port \(port)") { Loopback.isListening(port) }
    }

    /// Sends requests to the route of which a fifth fails, until the owner lets go.
    func load(rate: Int = 50) throws -> BackgroundProgram {
        let url = "http://127.0.0.1:\(port)/risky"
        return try BackgroundProgram(Programs.sretop, ["load", url, "--rate", "\(rate)", "--duration", "2m"])
    }
}
