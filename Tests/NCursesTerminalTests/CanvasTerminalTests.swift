import CTerminal
import NCursesTerminal
import TerminalUI
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension AdapterTests {
    /// Other terminals, other character sets, other libraries than those at hand.
    @Suite("Terminals without a terminal")
    struct CanvasTerminalTests {
        @Test("Without UTF-8 everything has a form in ASCII")
        func ascii() throws {
            try withCanvas(8, 1, isUnicode: false) { terminal, canvas, _ in
                var buffer = Buffer(size: TerminalSize(columns: 8, rows: 1))
                buffer.put("●─▇⣿é日!", x: 0, y: 0)
                canvas.show(Frame(buffer: buffer))
                #expect(row(terminal, 0, 8) == "*-##?? !")
            }
        }

        @Test(
            "Common terminals open, with the colours they have",
            arguments: [
                ("xterm-256color", 256), ("tmux-256color", 256), ("screen", 8), ("linux", 8), ("vt100", 0),
            ]
        )
        func common(_ term: String, _ colors: Int32) throws {
            try withCanvas(20, 2, term: term) { terminal, canvas, _ in
                var buffer = Buffer(size: TerminalSize(columns: 20, rows: 2))
                buffer.put("golden signals", x: 0, y: 1, style: .warning)
                canvas.show(Frame(buffer: buffer))
                #expect(row(terminal, 1, 14) == "golden signals")
                #expect(cterm_colors(terminal) == colors)
            }
        }

        @Test(
            "Unknown and incapable terminals are told apart",
            arguments: [
                ("no-such-terminal", CTERM_UNKNOWN_TERM), ("dumb", CTERM_NO_CURSOR_ADDRESSING),
            ]
        )
        func refused(_ term: String, _ expected: cterm_status) throws {
            let file = try #require(tmpfile())
            defer { fclose(file) }
            var status = CTERM_OPENED
            #expect(cterm_open(term, -1, fileno(file), &status) == nil)
            #expect(status == expected)
        }

        @Test("Every printable scalar takes the columns that the C library reckons with")
        func columns() throws {
            try #require(cterm_is_utf8())
            var differences: [String] = []
            var passed = 0
            for value in UInt32(0)...0x10FFFF {
                guard let scalar = Unicode.Scalar(value), PrintableText.printable(scalar) == scalar else { continue }
                passed += 1
                let width = DisplayWidth.width(of: scalar)
                if width != Int(cterm_columns(value)) {
                    differences.append("U+\(String(value, radix: 16)): \(width), not \(cterm_columns(value))")
                }
            }
            #expect(differences.isEmpty, "\(differences.count): \(differences.prefix(20))")
            #expect(passed > 100_000)
        }
    }
}
