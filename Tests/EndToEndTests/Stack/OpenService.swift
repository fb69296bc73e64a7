import Foundation
import Testing

/// A service on every address of this machine.
final class OpenService {
    let port = Ports.free()
    let metricsPort = Ports.free()
    private let folder: URL
    private let program: BackgroundProgram

    init(token: String? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var arguments = ["serve", "--host", "0.0.0.0", "--port", "\(port)", "--end-with-stdin"]
        arguments += ["--metrics-port", "\(metricsPort)"]
        if let token { arguments += ["--control-token-file", try Self.write(token, "token", folder)] }
        // Whatever the tests' own environment holds is none of the service's business.
        let clean = ["-u", "UNSTABLE_API_CONTROL_TOKEN", Programs.sretop]
        program = try BackgroundProgram("/usr/bin/env", clean + arguments)
        waitUntil(10, "the service") { [port, metricsPort] in
            Loopback.isListening(port) && Loopback.isListening(metricsPort)
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// A file with a token in it.
    func file(_ token: String) throws -> String { try Self.write(token, "given", folder) }

    private static func write(_ token: String, _ name: String, _ folder: URL) throws -> String {
        let file = folder.appendingPathComponent(name)
        try Data("\(token)\n".utf8).write(to: file)
        return file.path
    }
}
