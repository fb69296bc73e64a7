import Foundation
import Testing

/// A metrics page that never changes, ended with its owner.
final class FixedPage {
    let port: Int
    private let folder: URL
    private let program: BackgroundProgram

    /// Serves a text; returns when it answers.
    init(_ text: String) throws {
        let port = Ports.free()
        self.port = port
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: folder.appendingPathComponent("metrics"))
        program = try BackgroundProgram(
            "/usr/bin/env",
            ["python3", "-m", "http.server", "\(port)", "--bind", "127.0.0.1", "--directory", folder.path]
        )
        waitUntil(10, "the fixed page") { Loopback.isListening(port) }
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }
}
