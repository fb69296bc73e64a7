import CTerminal
import Testing

extension AdapterTests {
    /// The mouse's mode, where a frame's bytes never reached the terminal.
    @Suite("Modes of a terminal that did not read", .timeLimit(.minutes(1)))
    struct ModesTests {
        private static let on = "\u{1B}[?1006;1000h"
        private static let off = "\u{1B}[?1006;1000l"

        /// The façade on a terminal that has been told to report the mouse, unless that is unwanted.
        private func withTerminal(mouse: Bool = true, _ body: (OpaquePointer, Pty) throws -> Void) throws {
            try #require(cterm_is_utf8())
            let pty = try #require(Pty(columns: 60, rows: 10))
            pty.startReading()
            var status = CTERM_OPENED
            let device = cterm_open("xterm-256color", pty.terminal, pty.terminal, &status)
            let terminal = try #require(device)
            defer { cterm_close(terminal, 100) }
            if mouse {
                cterm_set_mouse(terminal, true)
                cterm_flush(terminal)
                try #require(eventually { pty.text.contains(Self.on) })
            }
            try body(terminal, pty)
        }

        @Test("Leaving switches the mouse off, though what would have done so was dropped")
        func leaving() throws {
            try withTerminal { terminal, pty in
                cterm_set_mouse(terminal, false)
                cterm_leave(terminal, 1000)
                #expect(eventually { pty.text.contains(Self.off) })
            }
        }

        @Test("So does coming back after a stop that could not be seen coming")
        func entering() throws {
            try withTerminal { terminal, pty in
                cterm_set_mouse(terminal, false)
                cterm_enter(terminal)
                cterm_flush(terminal)
                #expect(eventually { pty.text.contains(Self.off) })
                #expect(pty.text.occurrences(of: Self.on) == 1)
            }
        }

        @Test("Where it was never on, nothing is said of it")
        func never() throws {
            try withTerminal(mouse: false) { terminal, pty in
                cterm_set_mouse(terminal, false)
                cterm_leave(terminal, 1000)
                cterm_enter(terminal)
                cterm_leave(terminal, 1000)
                #expect(eventually { pty.text.occurrences(of: "\u{1B}[?1049l") == 2 })
                #expect(!pty.text.contains("1000"))
            }
        }
    }
}
