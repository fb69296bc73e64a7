import NCursesTerminal
import Randomness
import TerminalUI
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension AdapterTests {
    /// What terminals say beside keys: none of it may press one, however it is parted and wherever it breaks off.
    @Suite("Sequences that are no keys", .timeLimit(.minutes(1)))
    struct SequenceTests {
        private static let introducers = ["]", "P", "_", "^", "X"]

        /// Types texts with a pause between them.
        private func type(_ parts: [String], apart pause: Duration, on pty: Pty) {
            for (index, part) in parts.enumerated() {
                if index > 0 { pass(pause) }
                pty.type(part)
            }
        }

        private func expect(
            _ keys: [Key],
            of parts: [String],
            apart pause: Duration = .zero,
            location: SourceLocation = #_sourceLocation
        ) async throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            pty.startReading()
            let terminal = try openTerminal(pty)
            defer { terminal.close() }
            var events = terminal.events.makeAsyncIterator()
            type(parts, apart: pause, on: pty)
            for key in keys { #expect(await events.next() == .key(key), sourceLocation: location) }
        }

        @Test("A string of the terminal is no key", arguments: introducers, ["\u{7}", "\u{1B}\\"])
        func string(_ introducer: String, _ end: String) async throws {
            let long = String(repeating: "q;?\u{E9}", count: 800)
            for payload in ["", "11;rgb:1c1c/1c1c/1c1c", "l\u{E9}日", long] {
                try await expect([.character("z"), .up], of: ["\u{1B}\(introducer)\(payload)\(end)z\u{1B}OA"])
            }
        }

        @Test("Nor is one of bytes that are no UTF-8")
        func bytes() async throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let terminal = try openTerminal(pty)
            defer { terminal.close() }
            var events = terminal.events.makeAsyncIterator()
            pty.type(bytes: [27, 0x5D, 0x6C, 0xE9, 0xFF, 0x9B, 0x41, 27, 0x5C, 0x7A])
            #expect(await events.next() == .key(.character("z")))
        }

        @Test(
            "Parted by a slow link it is none either",
            arguments: [
                ["\u{1B}]11;rgb:1c", "1c/1c1c/1c1c\u{7}z"], ["\u{1B}]11;rgb:1c1c\u{1B}", "\\z"],
                ["\u{1B}P1+r", "544e\u{1B}", "\\z"],
            ]
        )
        func partedString(_ parts: [String]) async throws {
            try await expect([.character("z")], of: parts, apart: .milliseconds(50))
        }

        @Test("Parted behind its ESC, it is an Esc and no more")
        func lateString() async throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let terminal = try openTerminal(pty)
            defer { terminal.close() }
            var events = terminal.events.makeAsyncIterator()
            pty.type("\u{1B}")
            #expect(await events.next() == .key(.escape))
            pty.type("]11;rgb:1c1c\u{7}z")
            #expect(await events.next() == .key(.character("z")))
        }

        @Test("One that never ends takes keys for a moment only, and stops nothing")
        func endlessString() async throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            pty.startReading()
            let terminal = try openTerminal(pty)
            defer { terminal.close() }
            var events = terminal.events.makeAsyncIterator()
            pty.type("\u{1B}]11;rgb:")
            terminal.draw(frame("needle", terminal.size))
            #expect(eventually { pty.text.contains("needle") })
            pass(.milliseconds(400))
            pty.type("z")
            #expect(await events.next() == .key(.character("z")))
            // Without a pause, but without an end either.
            pty.type("\u{1B}P")
            for _ in 0..<5 {
                pty.type(String(repeating: "0", count: 1000))
                pass(.milliseconds(20))
            }
            pty.type("z")
            var event = await events.next()
            while event == .key(.character("0")) { event = await events.next() }
            #expect(event == .key(.character("z")))
        }

        @Test("Whatever is made of their parts, keys arrive again after a second", arguments: 0..<4)
        func anything(_ seed: UInt64) async throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let terminal = try openTerminal(pty)
            defer { terminal.close() }
            var random = SeededRandom(seed: seed)
            let parts = ["\u{1B}", "\u{1B}[", "[", "M", "]", "P", "\\", "\u{7}", "<", "0;", "é", "O", "A", "\u{7F}"]
            for _ in 0..<200 {
                let text = (0..<50).compactMap { _ in parts.randomElement(using: &random) }.joined()
                pty.type(text)
            }
            // What breaks off many times over is many sequences in one wait.
            for _ in 0..<200 { pty.type(String(repeating: "\u{1B}[M", count: 100)) }
            pass(.milliseconds(1300))
            pty.type("z")
            for await event in terminal.events where event == .key(.character("z")) { return }
            Issue.record("the key did not arrive")
        }

        @Test("Another sequence breaks a string off, and is what it is")
        func brokenOff() async throws {
            try await expect([.up, .character("z")], of: ["\u{1B}]11;rgb:\u{1B}OAz"])
            try await expect([.up, .character("z")], of: ["\u{1B}]11;rgb:\u{1B}[Az"])
            try await expect([.escape, .character("z")], of: ["\u{1B}]11;rgb:\u{1B}z"])
            try await expect([.character("z")], of: ["\u{1B}]11;rgb:\u{1B}P1\u{1B}\\z"])
        }

        @Test("Alt and the letter of an introducer are two keys", arguments: introducers)
        func alt(_ introducer: String) async throws {
            let keys: [Key] = [.escape, .character(Character(introducer))]
            try await expect(
                keys + keys,
                of: ["\u{1B}\(introducer)", "\u{1B}\(introducer)"],
                apart: .milliseconds(150)
            )
            try await expect(keys + keys, of: ["\u{1B}\(introducer)\u{1B}\(introducer)"])
            try await expect(keys + [.up], of: ["\u{1B}\(introducer)\u{1B}OA"])
            try await expect(keys + [.escape], of: ["\u{1B}\(introducer)\u{1B}"])
        }

        @Test(
            "A sequence that stalls is swallowed to its end",
            arguments: [
                ["\u{1B}[<0;5", ";3Mz"], ["\u{1B}[<0;5;3", "Mz"], ["\u{1B}[", "<0;5;3Mz"], ["\u{1B}[12", ";", "5Rz"],
                ["\u{1B}[1;2", "\u{1B}[99Xz"], ["\u{1B}[", "[Az"], ["\u{1B}[", "M !!z"], ["\u{1B}[M", "\" !z"],
                ["\u{1B}[M ", "!!z"], ["\u{1B}[M", " ", "!", "!z"],
            ]
        )
        func stalled(_ parts: [String]) async throws {
            try await expect([.character("z")], of: parts, apart: .milliseconds(150))
        }

        @Test(
            "An arrow with Shift is a key of its own, also in pieces; with Ctrl or Alt it is none",
            arguments: [
                (["\u{1B}[1;2Dz"], [.shiftLeft, .character("z")]), (["\u{1B}[1;2Cz"], [.shiftRight, .character("z")]),
                (["\u{1B}[1;", "2Dz"], [.shiftLeft, .character("z")]), (["\u{1B}[1;5Dz"], [.character("z")]),
                (["\u{1B}[1;2Az"], [.character("z")]), (["\u{1B}[11;2Dz"], [.character("z")]),
            ] as [([String], [Key])]
        )
        func shifted(_ parts: [String], _ keys: [Key]) async throws {
            try await expect(keys, of: parts, apart: .milliseconds(20))
        }

        @Test("So is one that is longer than any we know", arguments: [40, 64, 65, 200])
        func long(_ count: Int) async throws {
            try await expect([.character("z")], of: ["\u{1B}[" + String(repeating: "1;", count: count) + "qz"])
        }

        @Test(
            "What belongs to no sequence ends one that stalled",
            arguments: [
                ("é", .character("é")), ("\r", .enter), ("\u{1B}OA", .up), ("\u{1B}[A", .up), ("\u{1B}", .escape),
            ] as [(String, Key)]
        )
        func endOfStall(_ text: String, _ key: Key) async throws {
            try await expect([key], of: ["\u{1B}[<0;5", text], apart: .milliseconds(150))
            try await expect([key], of: ["\u{1B}[<0;5\(text)"])
        }
    }
}
