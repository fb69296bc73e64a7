import ArgumentParser
import NCursesTerminal
import TerminalUI

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Opens the screen, or says why there is none and what to do instead.
enum ScreenOpening {
    static func open(ascii: Bool) throws -> NCursesTerminal {
        do throws(TerminalError) {
            return try NCursesTerminal.open(NCursesTerminal.Options(glyphs: ascii ? .ascii : nil))
        } catch {
            StandardError.print("sretop: \(error)")
            StandardError.print("sretop: without a screen, --once prints one frame as text")
            throw ExitCode(2)
        }
    }
}

/// Lines for a person on standard error.
enum StandardError {
    static func print(_ line: String) {
        let bytes = Array((PrintableText.sanitize(line) + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
