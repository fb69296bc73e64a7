import CTerminal
import NCursesTerminal
import TerminalUI
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// All that opens a terminal stands in one serial suite: ncurses has one at a time in a process.
@Suite("Adapter", .serialized)
struct AdapterTests {}

extension AdapterTests {
    /// The façade on a plain file: no tty is needed to see what ncurses holds.
    @Suite("Cells without a terminal")
    struct CanvasTests {
        private func withCanvas(
            _ columns: Int,
            _ rows: Int,
            term: String = "xterm-256color",
            isUnicode: Bool = true,
            _ body: (OpaquePointer, Canvas, Int32) throws -> Void
        ) throws {
            try #require(cterm_is_utf8())
            let file = try #require(tmpfile())
            defer { fclose(file) }
            var status = CTERM_OPENED
            let terminal = try #require(cterm_open(term, -1, fileno(file), &status))
            defer { cterm_close(terminal, 100) }
            let palette = Palette(colors: Int(cterm_colors(terminal)))
            let canvas = Canvas(terminal: terminal, palette: palette, isUnicode: isUnicode)
            canvas.resize(to: TerminalSize(columns: columns, rows: rows))
            try body(terminal, canvas, fileno(file))
        }

        private func row(_ terminal: OpaquePointer, _ y: Int32, _ columns: Int32) -> String {
            var text = "".unicodeScalars
            var x: Int32 = 0
            while x < columns {
                let cell = cterm_get(terminal, y, x)
                for value in [cell.base, cell.marks.0, cell.marks.1] where value != 0 {
                    if let scalar = Unicode.Scalar(value) { text.append(scalar) }
                }
                x += max(1, Int32(cell.width))
            }
            return String(text)
        }

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
                #expect(cterm_get(terminal, 0, 1).foreground == 203)
                #expect(cterm_get(terminal, 0, 9).foreground == -1)
                #expect(cterm_get(terminal, 1, 0).attributes == UInt8(CTERM_BOLD))
                #expect(cterm_get(terminal, 1, 9).attributes == UInt8(CTERM_BOLD | CTERM_REVERSE))
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
                var random = Congruential()
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
                #expect(output.components(of: "\u{1B}]2;one\u{7}") == 1)
                #expect(output.components(of: "\u{1B}]2;t\u{FFFD}wo\u{FFFD}\\\u{7}") == 1)
            }
        }

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

private func content(of file: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = pread(file, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
}

extension String {
    /// How often a text occurs.
    fileprivate func components(of part: String) -> Int {
        let text = Array(utf8)
        let part = Array(part.utf8)
        guard text.count >= part.count else { return 0 }
        return (0...(text.count - part.count)).count { text[$0..<($0 + part.count)].elementsEqual(part) }
    }
}

/// The same numbers each run.
private struct Congruential: RandomNumberGenerator {
    private var state: UInt64 = 42

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 33)
    }
}
