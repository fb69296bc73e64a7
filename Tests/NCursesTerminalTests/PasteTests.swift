import NCursesTerminal
import TerminalUI
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension AdapterTests {
    /// What is pasted is no key: the terminal is asked to mark it, and what stands between the marks is dropped.
    @Suite("Pasted text", .timeLimit(.minutes(1)))
    struct PasteTests {
        private static let on = "\u{1B}[?2004h"
        private static let off = "\u{1B}[?2004l"
        private static let start = "\u{1B}[200~"
        private static let end = "\u{1B}[201~"

        private func open(
            _ term: String = "xterm-256color",
            _ body: (Pty, NCursesTerminal, inout AsyncStream<TerminalEvent>.Iterator) async throws -> Void
        ) async throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            pty.startReading()
            let terminal = try openTerminal(pty, term: term)
            defer { terminal.close() }
            var events = terminal.events.makeAsyncIterator()
            try await body(pty, terminal, &events)
        }

        /// The keys that come of texts with a pause between them, up to the last of the wanted ones.
        private func expect(_ keys: [Key], of parts: [String], apart pause: Duration = .zero) async throws {
            try await open { pty, _, events in
                for (index, part) in parts.enumerated() {
                    if index > 0 { pass(pause) }
                    pty.type(part)
                }
                for key in keys { #expect(await events.next() == .key(key), "\(parts)") }
            }
        }

        @Test(
            "Marks are asked for at the start and by a repaint, and are off when the screen is left",
            arguments: ["xterm-256color", "tmux-256color", "screen-256color", "screen"]
        )
        func modes(_ term: String) async throws {
            try await open(term) { pty, terminal, _ in
                terminal.draw(frame("one", terminal.size))
                #expect(eventually { pty.text.contains("one") })
                #expect(pty.text.occurrences(of: Self.on) == 1)
                terminal.repaint()
                #expect(eventually { pty.text.occurrences(of: Self.on) == 2 })
                #expect(!pty.text.contains(Self.off))
                terminal.close()
                #expect(eventually { pty.text.contains(Self.off) })
            }
        }

        @Test("A terminal that knows of no marks is asked for none", arguments: ["linux", "vt100"])
        func none(_ term: String) async throws {
            try await open(term) { pty, terminal, _ in
                terminal.draw(frame("one", terminal.size))
                #expect(eventually { pty.text.contains("one") })
                terminal.close()
                #expect(!pty.text.contains("2004"))
            }
        }

        @Test(
            "Nothing of it is a key, whatever it is",
            arguments: [
                "", "q", "curl -sf localhost:8000/health\r", "l\nf\nx\r\r", "日本\u{E9}q", "\u{1B}", "\u{1B}[A\u{1B}OA",
                "\u{1B}[200~q", "\u{1B}[201", "[201~q", "\u{1B}]0;q\u{7}q", "\u{1B}[<0;5;3Mq", "\t\u{7F}\u{8}",
                String(repeating: "q", count: 100_000), String(repeating: "\u{1B}[A1[20", count: 2_000),
            ]
        )
        func dropped(_ text: String) async throws {
            try await expect(
                [.character("a"), .character("z"), .up],
                of: ["a\(Self.start)\(text)\(Self.end)z\u{1B}OA"]
            )
        }

        @Test("Parted anywhere it is none either", arguments: [Duration.milliseconds(5), .milliseconds(150)])
        func parted(_ pause: Duration) async throws {
            let whole = "a\(Self.start)ql\(Self.end)z"
            // Right behind the first ESC it would be the Esc key: see the next test.
            for place in 1..<whole.count where place != 2 {
                let parts = [String(whole.prefix(place)), String(whole.dropFirst(place))]
                try await expect([.character("a"), .character("z")], of: parts, apart: pause)
            }
        }

        @Test("An ESC parted from its mark is the Esc key, as in any sequence, and what follows none")
        func escape() async throws {
            let parts = ["\u{1B}", "[200~qlf\(Self.end)z"]
            try await expect([.escape, .character("z")], of: parts, apart: .milliseconds(400))
        }

        @Test("Silence ends one whose end never comes, and its end is no key when it comes after all")
        func endless() async throws {
            try await open { pty, terminal, events in
                pty.type("\(Self.start)q")
                for _ in 0..<3 {
                    pass(.milliseconds(400))
                    pty.type("q")
                }
                terminal.draw(frame("drawn", terminal.size))
                #expect(eventually { pty.text.contains("drawn") })
                pass(.milliseconds(1300))
                pty.type("y\(Self.end)z")
                #expect(await events.next() == .key(.character("y")))
                #expect(await events.next() == .key(.character("z")))
            }
        }
    }
}
