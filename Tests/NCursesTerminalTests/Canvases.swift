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

/// The façade on a plain file: no tty is needed to see what ncurses holds.
func withCanvas(
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

/// A row as ncurses holds it.
func row(_ terminal: OpaquePointer, _ y: Int32, _ columns: Int32) -> String {
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

/// What was written to a file.
func content(of file: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = pread(file, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
}
