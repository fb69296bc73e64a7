import NCursesTerminal
import Synchronization
import TerminalUI
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension AdapterTests {
    @Suite("On a pseudo-terminal", .timeLimit(.minutes(1)))
    struct PtyTests {
        @Test("A frame drawn right after opening is shown, and closing restores everything")
        func lifeCycle() throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let modes = pty.modes
            pty.startReading()
            let terminal = try openTerminal(pty)
            #expect(terminal.size == TerminalSize(columns: 60, rows: 10))
            #expect(terminal.notices.isEmpty)
            #expect(terminal.colors == 256)
            #expect(pty.modes != modes)
            terminal.draw(frame("golden ⣿▇", terminal.size))
            #expect(eventually { pty.text.contains("golden ⣿▇") })
            #expect(pty.text.contains("\u{1B}[?1049h"))
            terminal.close()
            terminal.close()
            #expect(eventually { pty.text.contains("\u{1B}[?1049l") })
            #expect(pty.modes == modes)
            terminal.draw(frame("late", terminal.size))
        }

        @Test("Keys arrive in order, and unknown sequences are no keys")
        func keys() async throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            pty.startReading()
            let terminal = try openTerminal(pty)
            defer { terminal.close() }
            var events = terminal.events.makeAsyncIterator()
            pty.type("q\u{1B}OA\u{1B}[299~é日\u{1B}[99;99Xx\r\t\u{C}\u{1B}OP")
            let expected: [Key] = [
                .character("q"), .up, .character("é"), .character("日"), .character("x"), .enter, .tab, .control("l"),
                .function(1),
            ]
            for key in expected { #expect(await events.next() == .key(key)) }
            pty.type("\u{1B}")
            #expect(await events.next() == .key(.escape))
        }

        @Test("A hang-up ends the input")
        func hangUp() async throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let terminal = try openTerminal(pty)
            var events = terminal.events.makeAsyncIterator()
            pty.hangUp()
            #expect(await events.next() == .inputClosed)
            terminal.close()
        }

        @Test("A terminal that does not read delays neither drawing nor closing")
        func unread() throws {
            let pty = try #require(Pty(columns: 300, rows: 100))
            let modes = pty.modes
            let terminal = try openTerminal(pty)
            for number in 0..<200 {
                let fill: Character = number % 2 == 0 ? "⣿" : "▇"
                terminal.draw(frame("\(number)", terminal.size, fill: fill))
            }
            let isClosed = Closing()
            Task.detached {
                terminal.close()
                isClosed.done.store(true, ordering: .releasing)
            }
            #expect(eventually { isClosed.done.load(ordering: .acquiring) })
            #expect(pty.modes == modes)
        }

        @Test("A terminal that reads again gets the latest frame")
        func latest() throws {
            let pty = try #require(Pty(columns: 300, rows: 100))
            let terminal = try openTerminal(pty)
            defer { terminal.close() }
            for number in 0..<50 { terminal.draw(frame("frame \(number) ", terminal.size, fill: "⣿")) }
            terminal.draw(frame("the last", terminal.size, fill: "▇"))
            pty.startReading()
            #expect(eventually { pty.text.contains("the last") })
        }

        @Test("A repaint draws everything again")
        func repaint() throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            pty.startReading()
            let terminal = try openTerminal(pty)
            defer { terminal.close() }
            terminal.draw(frame("needle", terminal.size))
            #expect(eventually { pty.text.contains("needle") })
            terminal.repaint()
            #expect(eventually { pty.text.split(separator: "needle", omittingEmptySubsequences: false).count > 2 })
        }

        @Test("A terminal that does not read is owed one repaint, however often it was asked for")
        func repaints() throws {
            let pty = try #require(Pty(columns: 300, rows: 100))
            let terminal = try openTerminal(pty)
            defer { terminal.close() }
            terminal.draw(frame("needle", terminal.size, fill: "⣿"))
            for _ in 0..<40 {
                terminal.repaint()
                // Not all at once, which would be one wish.
                pass(.milliseconds(3))
            }
            pty.startReading()
            #expect(eventually { pty.text.occurrences(of: "needle") >= 2 })
            terminal.draw(frame("THE END", terminal.size, fill: "⣿"))
            #expect(eventually { pty.text.contains("THE END") })
            #expect(pty.text.occurrences(of: "needle") == 2)
        }

        @Test("An unknown terminal is taken for a common one, and the user is told")
        func unknownTerm() throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let terminal = try openTerminal(pty, term: "xterm-nonesuch", noColor: true)
            #expect(terminal.notices == ["TERM 'xterm-nonesuch' is unknown here: using xterm-256color"])
            #expect(terminal.colors == 0)
            terminal.close()
        }

        @Test("No screen is opened where none can be")
        func refused() throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            let modes = pty.modes
            #expect(throws: TerminalError.noCursorAddressing(term: "dumb")) { try openTerminal(pty, term: "dumb") }
            #expect(pty.modes == modes)
            let null = open("/dev/null", O_RDWR)
            defer { close(null) }
            #expect(throws: TerminalError.notATerminal) {
                try NCursesTerminal.open(.init(termName: "xterm", input: null, output: pty.terminal))
            }
            let terminal = try openTerminal(pty)
            #expect(throws: TerminalError.alreadyOpen) { try openTerminal(pty) }
            terminal.close()
        }
    }
}

func openTerminal(
    _ pty: Pty,
    term: String? = "xterm-256color",
    noColor: Bool = false
) throws(TerminalError) -> NCursesTerminal {
    try NCursesTerminal.open(.init(termName: term, noColor: noColor, input: pty.terminal, output: pty.terminal))
}

func frame(_ text: String, _ size: TerminalSize, fill: Character = " ") -> Frame {
    var buffer = Buffer(size: size, fill: fill)
    buffer.put(text, x: 0, y: 0, style: .critical)
    return Frame(buffer: buffer)
}

private final class Closing: Sendable {
    let done = Atomic(false)
}
