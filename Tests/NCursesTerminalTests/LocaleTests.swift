import NCursesTerminal
import TerminalUI
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// In processes of their own: the environment and the locale belong to a process.
@Suite("Locale", .timeLimit(.minutes(1)))
struct LocaleTests {
    @Test("Without any locale variable, and with empty ones, symbols are Unicode")
    func none() async {
        await #expect(processExitsWith: .exitCode(0)) {
            try shows("⣿─", .braille, with: [:])
            try shows("⣿─", .braille, with: ["LC_ALL": "", "LC_CTYPE": "", "LANG": ""])
            exit(0)
        }
    }

    @Test("A UTF-8 locale that this machine lacks is UTF-8 all the same")
    func missing() async {
        await #expect(processExitsWith: .exitCode(0)) {
            try shows("⣿─", .braille, with: ["LANG": "tlh_QO.UTF-8"])
            try shows("⣿─", .braille, with: ["LANG": "C", "LC_CTYPE": "tlh_QO.utf8"])
            exit(0)
        }
    }

    @Test("A locale of another character set gets ASCII and nothing else")
    func other() async {
        await #expect(processExitsWith: .exitCode(0)) {
            try shows("#-", .ascii, with: ["LANG": "C"])
            try shows("#-", .ascii, with: ["LANG": "en_US.UTF-8", "LC_ALL": "POSIX"])
            try shows("#-", .ascii, with: ["LANG": "de_DE.ISO-8859-1"])
            exit(0)
        }
    }
}

/// Ends the process unless a terminal opened in this environment shows braille and a line as expected.
private func shows(_ expected: String, _ glyphs: GlyphSet, with environment: [String: String]) throws {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] { unsetenv(name) }
    for (name, value) in environment { setenv(name, value, 1) }
    let pty = try #require(Pty(columns: 60, rows: 10))
    pty.startReading()
    let terminal = try openTerminal(pty)
    guard terminal.glyphs == glyphs else { exit(1) }
    terminal.draw(frame("⣿─", terminal.size))
    guard eventually({ pty.text.contains(expected) }) else { exit(2) }
    terminal.close()
    pty.hangUp()
    if glyphs == .ascii, pty.bytes.contains(where: { $0 >= 0x80 }) { exit(3) }
}
