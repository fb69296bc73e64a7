import Foundation
import Testing

extension EndToEnd {
    @Suite("Whatever becomes of the terminal", .serialized, .enabled(if: Programs.tmux != nil, "tmux is not installed"))
    struct TerminalLifeTests {
        /// A demo under load, with the processes that must not outlive it.
        private struct Demo {
            let tmux: Tmux
            let port: Int
            let pid: pid_t
            let service: pid_t

            init() throws {
                port = Ports.free()
                tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) demo --port \(port)")
                tmux.wait(for: "press l to start the load")
                try tmux.press("l")
                tmux.wait(for: "ON 200/s")
                pid = try tmux.programPid()
                service = try #require(Programs.children(of: pid).first)
            }

            /// Neither the program nor its service is left.
            func expectGone(within limit: TimeInterval, sourceLocation: SourceLocation = #_sourceLocation) {
                waitUntil(limit, "end of the demo", sourceLocation: sourceLocation) { !isAlive(pid) }
                waitUntil(limit, "end of its service", sourceLocation: sourceLocation) { !isAlive(service) }
                #expect(!Loopback.isListening(port), sourceLocation: sourceLocation)
            }
        }

        @Test(
            "A signal ends the demo, its load and its service, and the terminal comes back",
            arguments: [(SIGTERM, 143), (SIGHUP, 129), (SIGSEGV, 139), (SIGABRT, 134)] as [(Int32, Int)]
        )
        func signals(signal: Int32, status: Int) throws {
            let demo = try Demo()
            kill(demo.pid, signal)
            demo.tmux.wait(for: "exit=\(status)")
            try demo.tmux.expectWhole()
            demo.expectGone(within: 3)
        }

        @Test("Ctrl-Z stops the demo, and the service goes on by itself; fg brings the screen back, live")
        func suspend() throws {
            let port = Ports.free()
            let tmux = try Tmux(columns: 80, rows: 24, "bash --norc --noprofile -i")
            try tmux.press("\(Programs.sretop) demo --port \(port)", "Enter")
            tmux.wait(for: "press l to start the load")
            try tmux.press("C-z")
            tmux.wait(for: "Stopped")
            #expect(try tmux.property("alternate_on") == "0")
            #expect(Loopback.isListening(port))
            try tmux.press("fg", "Enter")
            tmux.wait(for: "numbers of this moment") { $0.contains("LIVE 0s") || $0.contains("LIVE 1s") }
            try tmux.press("q")
            tmux.wait(for: "the shell again") { !$0.contains("LIVE") }
            try tmux.press("exit", "Enter")
            tmux.wait(for: "exit=0")
            #expect(!Loopback.isListening(port))
        }

        @Test("kill -9 of the shell that it was started from")
        func killedShell() throws {
            let demo = try Demo()
            kill(try #require(pid_t(try demo.tmux.property("pane_pid"))), SIGKILL)
            demo.expectGone(within: 5)
        }

        @Test("The end of the tmux server")
        func killedServer() throws {
            let demo = try Demo()
            try demo.tmux.killServer()
            demo.expectGone(within: 5)
        }

        @Test("A client that is killed, detached, or attached in another size costs nothing but a repaint")
        func clients() throws {
            let service = try ServedService()
            let tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) --scrape 127.0.0.1:\(service.port)")
            tmux.wait(for: "LIVE")
            let pid = try tmux.programPid()
            let first = try Client(tmux, columns: 100, rows: 31)
            tmux.wait(for: "the screen in the first client's size") { rows($0) == 30 && $0.contains("events") }
            first.wait(for: "LIVE")
            kill(try #require(first.pid), SIGKILL)
            waitUntil(5, "no client") { (try? tmux.property("session_attached")) == "0" }
            tmux.wait(for: "LIVE 0s")
            let second = try Client(tmux, columns: 60, rows: 21)
            tmux.wait(for: "the screen in the second client's size") { rows($0) == 20 && !$0.contains("limit  ") }
            second.wait(for: "LIVE")
            try tmux.detachClients()
            waitUntil(5, "no client") { (try? tmux.property("session_attached")) == "0" }
            tmux.wait(for: "LIVE 0s")
            let third = try Client(tmux, columns: 120, rows: 41)
            third.wait(for: "LIVE")
            tmux.wait(for: "the screen in the third client's size") { rows($0) == 40 && $0.contains("who") }
            #expect(isAlive(pid))
            try tmux.press("q")
            tmux.wait(for: "exit=0")
            try tmux.expectWhole()
        }

        /// tmux's last row is its own.
        private func rows(_ screen: String) -> Int {
            screen.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        }

        /// A second terminal, by script(1), whose user attaches to the session.
        private final class Client {
            private let recording = Recording()
            private let program: BackgroundProgram

            init(_ tmux: Tmux, columns: Int, rows: Int) throws {
                let attach = tmux.attaching.joined(separator: " ")
                let shell = "stty cols \(columns) rows \(rows); TERM=xterm-256color LC_ALL=C.UTF-8 exec \(attach)"
                let script = ["-qfec", shell, recording.path]
                program = try BackgroundProgram("/usr/bin/script", script)
            }

            /// The client's own process.
            var pid: pid_t? { Programs.children(of: program.pid).first }

            func wait(for text: String, sourceLocation: SourceLocation = #_sourceLocation) {
                waitUntil(5, "'\(text)' at the client", sourceLocation: sourceLocation) {
                    recording.text.contains(text)
                }
            }
        }
    }
}
