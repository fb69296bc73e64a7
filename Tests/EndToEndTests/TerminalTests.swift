import Foundation
import Testing

extension EndToEnd {
    @Suite("The terminal comes back whole", .serialized, .enabled(if: Programs.tmux != nil, "tmux is not installed"))
    struct TerminalTests {
        /// A screen over a port where nobody listens: it needs nothing else.
        private func open(
            columns: Int = 80,
            rows: Int = 24,
            environment: [String] = ["TERM=tmux-256color", "LC_ALL=C.UTF-8"]
        ) throws -> Tmux {
            try Tmux(
                columns: columns,
                rows: rows,
                environment: environment,
                "\(Programs.sretop) --scrape http://127.0.0.1:\(Ports.free())/metrics"
            )
        }

        @Test(
            "Each way of leaving restores modes, cursor and screen, and has its exit status",
            arguments: [("q", 0), ("C-c", 0)] as [(String, Int)]
        )
        func leaving(key: String, status: Int) throws {
            let tmux = try open()
            tmux.wait(for: "connection refused")
            try tmux.press(key)
            tmux.wait(for: "exit=\(status)")
            try tmux.expectWhole()
        }

        @Test(
            "Signals restore the terminal too, a crash included",
            arguments: [(SIGTERM, 143), (SIGHUP, 129), (SIGSEGV, 139), (SIGABRT, 134)] as [(Int32, Int)]
        )
        func signals(signal: Int32, status: Int) throws {
            let tmux = try open()
            tmux.wait(for: "connection refused")
            kill(try tmux.programPid(), signal)
            tmux.wait(for: "exit=\(status)")
            try tmux.expectWhole()
        }

        @Test("Ctrl-Z gives the shell its terminal, fg brings the screen back")
        func suspend() throws {
            let command = "\(Programs.sretop) --scrape http://127.0.0.1:\(Ports.free())/metrics"
            let tmux = try Tmux(columns: 80, rows: 24, "bash --norc --noprofile -i")
            try tmux.press("\(command)", "Enter")
            tmux.wait(for: "connection refused")
            try tmux.press("C-z")
            tmux.wait(for: "Stopped")
            #expect(try tmux.property("alternate_on") == "0")
            try tmux.press("fg", "Enter")
            tmux.wait(for: "the screen again") { $0.contains("UNKNOWN") && $0.contains("DOWN") }
            #expect(try tmux.property("alternate_on") == "1")
            try tmux.press("q")
            tmux.wait(for: "the shell again") { !$0.contains("DOWN") }
            try tmux.press("echo status=$?", "Enter")
            tmux.wait(for: "status=0")
            try tmux.press("exit", "Enter")
        }

        @Test("A terminal that stopped with Ctrl-S holds up neither SIGTERM nor q")
        func stopped() throws {
            for ending in ["signal", "key"] {
                let tmux = try open()
                tmux.wait(for: "connection refused")
                let pid = try tmux.programPid()
                try tmux.press("C-s")
                if ending == "signal" { kill(pid, SIGTERM) } else { try tmux.press("C-q", "q") }
                waitUntil(1, "end after \(ending)") { !isAlive(pid) }
            }
        }

        @Test(
            "Any window can be drawn on",
            arguments: [(10, 3), (20, 5), (40, 12), (72, 10), (120, 40), (200, 60)] as [(Int, Int)]
        )
        func sizes(columns: Int, rows: Int) throws {
            let tmux = try open(columns: columns, rows: rows)
            tmux.wait(for: "UNKNOWN")
            try tmux.press("q")
            tmux.wait(for: "exit=0")
        }

        @Test("A resize is drawn from data already there")
        func resize() throws {
            let tmux = try open()
            tmux.wait(for: "limit 1%")
            try tmux.resize(columns: 40, rows: 12)
            tmux.wait(for: "the narrow screen") { $0.contains("w15s") && $0.contains("SAT") }
            try tmux.resize(columns: 120, rows: 40)
            tmux.wait(for: "events")
            try tmux.press("q")
            tmux.wait(for: "exit=0")
        }

        @Test(
            "Without a locale, or in one that is not UTF-8, there are no blanks where bars should be",
            arguments: [["TERM=tmux-256color"], ["TERM=tmux-256color", "LC_ALL=C"], ["LC_ALL=C.UTF-8"]]
        )
        func locales(environment: [String]) throws {
            let tmux = try open(environment: environment)
            tmux.wait(for: "a rule in Unicode or ASCII") { $0.contains("─ 5xx") || $0.contains("- 5xx") }
            try tmux.press("q")
            tmux.wait(for: "exit=0")
        }
    }
}
