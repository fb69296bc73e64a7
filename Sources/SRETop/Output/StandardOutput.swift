#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Unbuffered lines on standard output: a parent reads them while this process runs.
enum StandardOutput {
    /// Writes a line; false where nobody reads any more.
    @discardableResult
    static func print(_ line: String) -> Bool {
        write(text: line + "\n")
    }

    /// Writes a text; false where nobody reads any more.
    ///
    /// Where it cannot be written for another reason, a full disk, the process ends with 4: half of it would be taken for
    /// the whole.
    @discardableResult
    static func write(text: String) -> Bool {
        if OutputFile.write(text, to: STDOUT_FILENO) { return true }
        guard errno != EPIPE else { return false }
        StandardError.print("sretop: cannot write standard output: \(String(cString: strerror(errno)))")
        exit(4)
    }

    /// Whether a person may be looking.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// How many columns the terminal has; nil where it is none.
    static var columns: Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
