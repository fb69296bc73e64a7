import Foundation
import Testing

extension EndToEnd {
    /// What strangers write into labels, messages and names never steers the terminal of whoever looks at it.
    @Suite("Hostile texts", .serialized, .enabled(if: Programs.tmux != nil, "tmux is not installed"))
    struct HostileExporterTests {
        /// A screen over something hostile, with every byte that is written to it.
        private struct Victim {
            let name: String
            let terminal: String
            let recording = Recording()
            let tmux: Tmux

            init(_ arguments: String, _ terminal: String) throws {
                (name, self.terminal) = (arguments, terminal)
                tmux = try Tmux(
                    columns: 80,
                    rows: 24,
                    environment: ["TERM=\(terminal)", "LC_ALL=C.UTF-8"],
                    recording: recording,
                    "\(Programs.sretop) \(arguments)"
                )
            }

            /// Opens every panel in this size, scrolls, and closes it; what was to be seen.
            func walk(columns: Int, rows: Int) throws -> String {
                try tmux.resize(columns: columns, rows: rows)
                var seen = tmux.screen
                // Without room for the hint there is still the panel's title.
                for (key, mark) in [
                    ("t", "targets  "), ("a", "─ alerts"), ("S", "─ services"), ("i", "─ about"),
                    ("v", "─ events ──"),
                ] {
                    try tmux.press(key)
                    tmux.wait(for: "\(mark) of \(name) in \(columns)x\(rows)") { $0.contains(mark) }
                    try tmux.press("End")
                    seen += tmux.screen
                    try tmux.press("Escape")
                    tmux.wait(for: "end of \(mark) of \(name)") { !$0.contains("Esc closes") }
                    seen += tmux.screen
                }
                try tmux.press("g")
                return seen
            }

            /// Leaves, and has everything judged; how many bytes that was.
            func leave() throws -> Int {
                try tmux.press("q")
                tmux.wait(for: "exit=0 of \(name)") { $0.contains("exit=0") }
                try tmux.expectWhole()
                return try recording.expectClean(for: terminal)
            }
        }

        private static let sizes = [(40, 12), (80, 24), (120, 40), (200, 60)]

        /// The letters of the hostile texts in what was shown.
        private func marks(_ text: String) -> Set<String> {
            Set(text.matches(of: /evil[A-Z]/).map { String($0.output) })
        }

        @Test("A metrics page, by its labels, its help and its errors")
        func pages() throws {
            let exporter = try Hostile()
            var victims: [Victim] = []
            for (path, terminal) in [
                ("metrics", "xterm-256color"), ("metrics", "tmux-256color"), ("go", "xterm-256color"),
                ("broken", "tmux-256color"), ("latin", "xterm-256color"), ("error", "tmux-256color"),
            ] {
                victims.append(try Victim("--scrape 127.0.0.1:\(exporter.port)/\(path)", terminal))
            }
            for victim in victims {
                let (isBad, isDown) = (victim.name.hasSuffix("broken"), victim.name.hasSuffix("latin"))
                let word = isBad ? "malformed" : isDown || victim.name.hasSuffix("error") ? "DOWN" : "CRIT 5xx"
                victim.tmux.wait(for: word)
            }
            var count = 0
            for victim in victims {
                var seen = ""
                for (columns, rows) in Self.sizes { seen += try victim.walk(columns: columns, rows: rows) }
                // Otherwise nothing was proved. A press a size has gone round all labels, back to the routes.
                if victim.name.hasSuffix("metrics") || victim.name.hasSuffix("go") {
                    victim.tmux.wait(for: "six evil texts beside \(marks(seen))") { marks(seen + $0).count >= 6 }
                }
                count += try victim.leave()
            }
            print("hostile pages: \(count) bytes judged")
            #expect(count > 100_000)
        }

        @Test("A label of a megabyte is slow to read, not to leave")
        func huge() throws {
            let exporter = try Hostile()
            let victim = try Victim("--scrape 127.0.0.1:\(exporter.port)/huge", "tmux-256color")
            victim.tmux.wait(30, for: "CRIT 5xx")
            _ = try victim.walk(columns: 200, rows: 60)
            _ = try victim.leave()
        }

        @Test(
            "A Prometheus, by its labels, alerts, targets, errors and warnings",
            .enabled(if: Programs.prometheus != nil, "prometheus is not installed")
        )
        func prometheus() throws {
            let source = try HostilePrometheus()
            let url = "http://127.0.0.1:\(source.exporter.port)"
            var count = 0
            for terminal in ["xterm-256color", "tmux-256color"] {
                let victim = try Victim("--prometheus \(url) --every 1s --window 10s", terminal)
                victim.tmux.wait(for: "CRIT 5xx")
                var seen = ""
                for (columns, rows) in Self.sizes { seen += try victim.walk(columns: columns, rows: rows) }
                victim.tmux.wait(for: "eight evil texts beside \(marks(seen))") { marks(seen + $0).count >= 8 }
                #expect(seen.contains("Evil evilA") && seen.contains("evilZ"), "neither alert nor target was shown")
                count += try victim.leave()
            }
            let refusing = try Victim("--prometheus \(url)/refuse", "xterm-256color")
            refusing.tmux.wait(for: "evilA")
            _ = try refusing.walk(columns: 120, rows: 40)
            count += try refusing.leave()
            print("hostile Prometheus: \(count) bytes judged")
            for arguments in [["query", "up"], ["query", "nonsense("], ["--once"], ["--once", "--size", "200x60"]] {
                let result = try Programs.run(Programs.sretop, arguments + ["--prometheus", url])
                if !arguments.contains("nonsense(") { #expect(result.output.contains("evil"), "\(result.output)") }
                expectPlain(result.output, "\(arguments)")
            }
        }

        @Test("Frames and lines without a terminal", arguments: ["metrics", "broken", "latin", "error"])
        func text(path: String) throws {
            let exporter = try Hostile()
            let page = "127.0.0.1:\(exporter.port)/\(path)"
            let frame = try Programs.run(Programs.sretop, ["--once", "--size", "160x50", "--scrape", page])
            expectPlain(frame.output, "--once \(path)")
            let lines = "timeout 20 \(Programs.sretop) --stream --scrape \(page) 2>&1 | head -n 4"
            let stream = try Programs.run("/usr/bin/env", ["bash", "-c", lines])
            #expect(stream.output.split(separator: "\n").count == 4, "\(stream.output)")
            expectPlain(stream.output, "--stream \(path)")
        }

        /// Nothing but symbols and ends of lines.
        private func expectPlain(_ text: String, _ what: String) {
            let bad = text.unicodeScalars.filter { scalar in
                switch scalar.properties.generalCategory {
                case .control: scalar != "\n"
                case .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
                default: false
                }
            }
            #expect(bad.isEmpty, "\(what): \(Set(bad.map { String($0.value, radix: 16) }))")
        }
    }
}
