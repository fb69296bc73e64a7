import Foundation
import Testing

/// Pages of services in each state that there is, a path each, ended with their owner.
final class CountedPages {
    /// The states that have a page; a service that is dead has none.
    static let states = ["ok", "warning", "critical", "idle", "nothing"]

    private let port: Int
    private let program: BackgroundProgram

    /// Serves them; returns when they answer.
    init() throws {
        let port = Ports.free()
        self.port = port
        let script = ProjectFiles.root.appendingPathComponent("Tests/EndToEndTests/Parts/counted_pages.py").path
        program = try BackgroundProgram("/usr/bin/env", ["python3", "-B", script, "\(port)"])
        waitUntil(10, "the counted pages") { Loopback.isListening(port) }
    }

    /// Where the page of a state is; of any other nobody listens.
    func url(_ state: String) -> String {
        Self.states.contains(state) ? "http://127.0.0.1:\(port)/\(state)" : "http://127.0.0.1:\(Ports.free())/"
    }
}
