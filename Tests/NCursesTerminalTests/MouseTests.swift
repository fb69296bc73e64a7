import NCursesTerminal
import TerminalUI
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension AdapterTests {
    /// The mouse and the bell: what a frame asks for beside its cells.
    @Suite("Mouse and bell", .timeLimit(.minutes(1)))
    struct MouseTests {
        private static let on = "\u{1B}[?1006;1000h"
        private static let off = "\u{1B}[?1006;1000l"

        private func open(
            _ term: String,
            _ body: (Pty, NCursesTerminal, inout AsyncStream<TerminalEvent>.Iterator) async throws -> Void
        ) async throws {
            let pty = try #require(Pty(columns: 60, rows: 10))
            pty.startReading()
            let terminal = try openTerminal(pty, term: term)
            defer { terminal.close() }
            var events = terminal.events.makeAsyncIterator()
            try await body(pty, terminal, &events)
        }

        /// A frame with a mark to wait for: what belongs to the frame before is out when it is seen.
        private func show(_ mark: String, on pty: Pty, _ terminal: NCursesTerminal, mouse: Bool, bells: Int = 0) -> Bool
        {
            var frame = frame(mark, terminal.size)
            frame.isMouseOn = mouse
            frame.bells = bells
            terminal.draw(frame)
            return eventually { pty.text.contains(mark) }
        }

        @Test(
            "A frame switches reporting on and off, and leaving switches it off",
            arguments: ["xterm-256color", "tmux-256color", "screen-256color"]
        )
        func modes(_ term: String) async throws {
            try await open(term) { pty, terminal, _ in
                #expect(show("one", on: pty, terminal, mouse: false))
                #expect(!pty.text.contains("1000"))
                #expect(show("TWO", on: pty, terminal, mouse: true))
                #expect(show("three", on: pty, terminal, mouse: true))
                #expect(pty.text.occurrences(of: Self.on) == 1)
                #expect(!pty.text.contains(Self.off))
                #expect(show("FOUR", on: pty, terminal, mouse: false))
                #expect(eventually { pty.text.occurrences(of: Self.off) == 1 })
                #expect(show("five", on: pty, terminal, mouse: true))
                terminal.close()
                #expect(eventually { pty.text.occurrences(of: Self.off) == 2 })
                #expect(pty.text.occurrences(of: Self.on) == 2)
            }
        }

        @Test("A terminal without a mouse is sent nothing for it", arguments: ["linux", "vt100"])
        func none(_ term: String) async throws {
            try await open(term) { pty, terminal, _ in
                #expect(show("one", on: pty, terminal, mouse: true))
                #expect(show("TWO", on: pty, terminal, mouse: true))
                terminal.close()
                #expect(!pty.text.contains("?1000") && !pty.text.contains("1006"))
            }
        }

        @Test(
            "Both forms of reports are events, with the cell",
            arguments: ["xterm-256color", "tmux-256color", "screen"]
        )
        func reports(_ term: String) async throws {
            try await open(term) { pty, terminal, events in
                #expect(show("one", on: pty, terminal, mouse: true))
                #expect(eventually { pty.text.contains(Self.on) })
                // A press with Ctrl and its release, the wheel, a right button, motion, a drag; and nonsense.
                pty.type(
                    "\u{1B}[<16;5;3M\u{1B}[<16;5;3m\u{1B}[<64;1;1M\u{1B}[<65;300;200M\u{1B}[<2;9;9M\u{1B}[<35;9;9M"
                )
                pty.type("\u{1B}[<;;M\u{1B}[<0;0;0M\u{1B}[<0;5M\u{1B}[<-1;99999999;1M")
                pty.type(bytes: [27, 0x5B, 0x4D, 32, 32 + 9, 32 + 4, 27, 0x5B, 0x4D, 35, 41, 36])
                pty.type(bytes: [27, 0x5B, 0x4D, 32 + 64, 127, 32 + 200])
                pty.type("q")
                let expected: [TerminalEvent] = [
                    .mouse(MouseEvent(kind: .press, x: 4, y: 2)), .mouse(MouseEvent(kind: .wheelUp, x: 0, y: 0)),
                    .mouse(MouseEvent(kind: .wheelDown, x: 299, y: 199)), .mouse(MouseEvent(kind: .press, x: 8, y: 3)),
                    .mouse(MouseEvent(kind: .wheelUp, x: 94, y: 199)), .key(.character("q")),
                ]
                for event in expected { #expect(await events.next() == event) }
            }
        }

        @Test(
            "While it is off, a report is neither an event nor the keys it is spelled with",
            arguments: ["xterm-256color", "tmux-256color"]
        )
        func unwanted(_ term: String) async throws {
            try await open(term) { pty, _, events in
                pty.type("\u{1B}[<0;5;3M\u{1B}[M !!q")
                #expect(await events.next() == .key(.character("q")))
            }
        }

        @Test("A repaint says again whether the mouse is reported, where that was ever asked for")
        func repaint() async throws {
            try await open("xterm-256color") { pty, terminal, _ in
                #expect(show("needle", on: pty, terminal, mouse: false))
                terminal.repaint()
                #expect(eventually { pty.text.occurrences(of: "needle") == 2 })
                #expect(show("TWO", on: pty, terminal, mouse: true))
                terminal.repaint()
                #expect(eventually { pty.text.occurrences(of: Self.on) == 2 })
                #expect(!pty.text.contains(Self.off))
                #expect(show("three", on: pty, terminal, mouse: false))
                terminal.repaint()
                #expect(eventually { pty.text.occurrences(of: Self.off) == 2 })
                #expect(pty.text.occurrences(of: Self.on) == 2)
            }
        }

        @Test(
            "A report that never ends stops nothing, and takes keys for a second at most",
            arguments: ["\u{1B}[<0;5", "\u{1B}[M!", "\u{1B}[", "\u{1B}[12"]
        )
        func incomplete(_ start: String) async throws {
            try await open("xterm-256color") { pty, terminal, events in
                #expect(show("one", on: pty, terminal, mouse: true))
                pty.type(start)
                #expect(show("TWO", on: pty, terminal, mouse: true))
                pass(.milliseconds(1300))
                pty.type("q")
                #expect(await events.next() == .key(.character("q")))
            }
        }

        @Test("The bell rings once for a higher count, and never for the first frame")
        func bell() async throws {
            try await open("xterm-256color") { pty, terminal, _ in
                func rings() -> Int { pty.text.occurrences(of: "\u{7}") }
                #expect(show("one", on: pty, terminal, mouse: false, bells: 3))
                #expect(show("TWO", on: pty, terminal, mouse: false, bells: 3))
                #expect(rings() == 0)
                #expect(show("three", on: pty, terminal, mouse: false, bells: 7))
                #expect(show("FOUR", on: pty, terminal, mouse: false, bells: 7))
                #expect(rings() == 1)
                #expect(show("five", on: pty, terminal, mouse: false, bells: 0))
                #expect(show("SIX", on: pty, terminal, mouse: false, bells: 1))
                #expect(show("seven", on: pty, terminal, mouse: false, bells: 1))
                #expect(rings() == 2)
            }
        }
    }
}

extension String {
    /// How often a text occurs.
    func occurrences(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
