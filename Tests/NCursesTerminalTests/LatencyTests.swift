import NCursesTerminal
import TerminalUI
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension AdapterTests {
    /// A lone ESC is told from the beginning of a sequence by time alone.
    @Suite("Esc and time", .timeLimit(.minutes(1)))
    struct LatencyTests {
        @Test(
            "Esc alone arrives in little more than the ten milliseconds it has to wait",
            arguments: ["xterm-256color", "tmux-256color"]
        )
        func escape(_ term: String) async throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            pty.startReading()
            let terminal = try openTerminal(pty, term: term)
            defer { terminal.close() }
            var events = terminal.events.makeAsyncIterator()
            var times: [Duration] = []
            for _ in 0..<31 {
                let start = ContinuousClock.now
                pty.type("\u{1B}")
                #expect(await events.next() == .key(.escape))
                times.append(.now - start)
            }
            // The best of them: others may have waited for the processor, which is not what is asked here.
            let best = try #require(times.min())
            #expect(best >= .milliseconds(9))
            #expect(best <= .milliseconds(12))
        }

        @Test(
            "A sequence in two packets, 5 ms apart, is one key wherever it is parted",
            arguments: ["\u{1B}OA", "\u{1B}[A", "\u{1B}[6~"],
            [1, 2]
        )
        func parted(_ sequence: String, _ border: Int) async throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let terminal = try openTerminal(pty)
            defer { terminal.close() }
            var events = terminal.events.makeAsyncIterator()
            let expected: Key = sequence.hasSuffix("~") ? .pageDown : .up
            var isJudged = false
            for _ in 0..<20 where !isJudged {
                let start = ContinuousClock.now
                pty.type(String(sequence.prefix(border)))
                pass(.milliseconds(5))
                pty.type(String(sequence.dropFirst(border)))
                // A machine that is busy makes a longer pause of it than was meant.
                isJudged = .now - start < .milliseconds(8)
                let event = await events.next()
                if isJudged { #expect(event == .key(expected)) }
                if event == .key(.escape) { _ = await events.next() }
            }
            #expect(isJudged)
        }

        @Test(
            "Parted by more, behind its ESC, it is an Esc and the key, not letters",
            arguments: ["\u{1B}OA", "\u{1B}[A"]
        )
        func late(_ sequence: String) async throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let terminal = try openTerminal(pty)
            defer { terminal.close() }
            var events = terminal.events.makeAsyncIterator()
            pty.type("\u{1B}")
            #expect(await events.next() == .key(.escape))
            pty.type(String(sequence.dropFirst()))
            #expect(await events.next() == .key(.up))
        }

        @Test("Esc and a letter are two keys")
        func letters() async throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let terminal = try openTerminal(pty)
            defer { terminal.close() }
            var events = terminal.events.makeAsyncIterator()
            pty.type("\u{1B}x\u{1B}O")
            for key in [Key.escape, .character("x"), .escape, .character("O")] {
                #expect(await events.next() == .key(key))
            }
            // Well apart from the Esc, a bracket is a bracket.
            pass(.milliseconds(120))
            pty.type("[A")
            #expect(await events.next() == .key(.character("[")))
            #expect(await events.next() == .key(.character("A")))
        }
    }
}
