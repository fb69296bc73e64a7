import CTerminal
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
    /// The façade on a plain file: no tty is needed to see what ncurses holds.
    @Suite("Cells without a terminal")
    struct CanvasTests {
        @Test("Symbols, colour and attributes arrive, in the lower right cell too")
        func symbols() throws {
            try withCanvas(10, 2) { terminal, canvas, _ in
                var buffer = Buffer(size: TerminalSize(columns: 10, rows: 2), fill: "x")
                buffer.put("─⣿▇日e\u{301}", x: 0, y: 0, style: .critical)
                buffer.put("a", x: 0, y: 1, style: .title)
                buffer.put("▇", x: 9, y: 1, style: .alarm)
                canvas.show(Frame(buffer: buffer))
                #expect(row(terminal, 0, 10) == "─⣿▇日e\u{301}xxxx")
                #expect(row(terminal, 1, 10) == "axxxxxxxx▇")
                #expect(cterm_get(terminal, 0, 1).foreground == 196)
                #expect(cterm_get(terminal, 0, 9).foreground == -1)
                #expect(cterm_get(terminal, 1, 0).attributes == UInt8(CTERM_BOLD))
                #expect(cterm_get(terminal, 1, 9).attributes == UInt8(CTERM_BOLD | CTERM_REVERSE))
            }
        }

        @Test("Another theme gives the same cells other colours, and nothing else")
        func theme() throws {
            try withCanvas(20, 2) { terminal, canvas, file in
                var buffer = Buffer(size: TerminalSize(columns: 20, rows: 2), fill: "x")
                buffer.put("!", x: 3, y: 1, style: .critical)
                let colors = try [Theme.standard, .light, .colorBlind, .mono, .standard].map { theme in
                    canvas.show(Frame(buffer: buffer, theme: theme))
                    try #require(row(terminal, 1, 20) == "xxx!" + String(repeating: "x", count: 16))
                    #expect(cterm_get(terminal, 1, 2).foreground == -1)
                    return cterm_get(terminal, 1, 3).foreground
                }
                #expect(colors == [196, 160, 166, -1, 196])
                cterm_flush(terminal)
                let size = lseek(file, 0, SEEK_END)
                canvas.show(Frame(buffer: buffer, theme: .light))
                cterm_flush(terminal)
                #expect(lseek(file, 0, SEEK_END) - size < 40)
            }
        }

        @Test("A frame of another size is drawn clipped, and the rest is blank")
        func otherSize() throws {
            try withCanvas(4, 2) { terminal, canvas, _ in
                canvas.show(Frame(buffer: Buffer(size: TerminalSize(columns: 9, rows: 5), fill: "a")))
                #expect([row(terminal, 0, 4), row(terminal, 1, 4)] == ["aaaa", "aaaa"])
                canvas.show(Frame(buffer: Buffer(size: TerminalSize(columns: 2, rows: 1), fill: "b")))
                #expect([row(terminal, 0, 4), row(terminal, 1, 4)] == ["bb  ", "    "])
                canvas.resize(to: TerminalSize(columns: 6, rows: 1))
                canvas.show(Frame(buffer: Buffer(size: TerminalSize(columns: 6, rows: 1), fill: "c")))
                #expect(row(terminal, 0, 6) == "cccccc")
                canvas.show(Frame(buffer: Buffer(size: TerminalSize(columns: 0, rows: 0))))
                #expect(row(terminal, 0, 6) == "      ")
            }
        }

        @Test("Frame after frame, what ncurses holds is what was drawn")
        func sequence() throws {
            try withCanvas(12, 4) { terminal, canvas, _ in
                var random = SeededRandom(seed: 42)
                var buffer = Buffer(size: TerminalSize(columns: 12, rows: 4))
                let texts = ["日本", "ab", "⣿⣿⣿", "e\u{301}", "👍", "한"]
                for _ in 0..<300 {
                    for _ in 0..<3 {
                        let x = Int.random(in: -1..<12, using: &random)
                        let y = Int.random(in: 0..<4, using: &random)
                        let style: Style = Bool.random(using: &random) ? .warning : .normal
                        buffer.put(texts.randomElement(using: &random) ?? "", x: x, y: y, style: style)
                    }
                    canvas.show(Frame(buffer: buffer))
                    for y in 0..<4 { #expect(row(terminal, Int32(y), 12) == buffer.row(y)) }
                }
            }
        }

        @Test("Only what changed is written")
        func damage() throws {
            try withCanvas(80, 24) { terminal, canvas, file in
                var buffer = Buffer(size: .standard, fill: "a")
                canvas.show(Frame(buffer: buffer))
                #expect(cterm_flush(terminal) == 0)
                let first = lseek(file, 0, SEEK_END)
                #expect(first > 1000)
                canvas.show(Frame(buffer: buffer))
                cterm_flush(terminal)
                #expect(lseek(file, 0, SEEK_END) == first)
                buffer.put("b", x: 40, y: 12)
                canvas.show(Frame(buffer: buffer))
                cterm_flush(terminal)
                #expect(lseek(file, 0, SEEK_END) - first < 40)
                canvas.invalidate()
                canvas.show(nil)
                cterm_flush(terminal)
                #expect(lseek(file, 0, SEEK_END) > 2 * first - 200)
            }
        }

        @Test("The title is written when it changes, with nothing in it that could end it")
        func title() throws {
            try withCanvas(4, 1, term: "xterm") { terminal, canvas, file in
                let buffer = Buffer(size: TerminalSize(columns: 4, rows: 1))
                for title in ["one", "one", "t\u{7}wo\u{1B}\\"] { canvas.show(Frame(buffer: buffer, title: title)) }
                cterm_flush(terminal)
                let output = content(of: file)
                #expect(output.occurrences(of: "\u{1B}]2;one\u{7}") == 1)
                #expect(output.occurrences(of: "\u{1B}]2;t\u{FFFD}wo\u{FFFD}\\\u{7}") == 1)
            }
        }

        @Test("The title is written again to a screen that was somebody else's, and never where there was none")
        func titleAgain() throws {
            try withCanvas(4, 1, term: "xterm") { terminal, canvas, file in
                let buffer = Buffer(size: TerminalSize(columns: 4, rows: 1))
                canvas.show(Frame(buffer: buffer))
                canvas.comeBack()
                canvas.show(Frame(buffer: buffer, title: "one"))
                // What still waits is dropped on the way out.
                cterm_leave(terminal, 100)
                canvas.comeBack()
                canvas.show(Frame(buffer: buffer, title: "one"))
                cterm_flush(terminal)
                #expect(content(of: file).occurrences(of: "\u{1B}]2;") == 1)
                canvas.invalidate()
                canvas.show(nil)
                canvas.invalidate()
                canvas.show(Frame(buffer: buffer, title: "TWO"))
                cterm_flush(terminal)
                #expect(content(of: file).occurrences(of: "\u{1B}]2;one") == 2)
                #expect(content(of: file).occurrences(of: "\u{1B}]2;TWO") == 1)
            }
        }
    }
}
