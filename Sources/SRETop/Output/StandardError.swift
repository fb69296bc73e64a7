import TerminalUI

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Lines for a person on standard error.
enum StandardError {
    static func print(_ line: String) {
        let bytes = Array((TextCharacters.forLocale(PrintableText.sanitize(line)) + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
