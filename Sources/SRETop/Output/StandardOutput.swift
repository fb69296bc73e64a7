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
    @discardableResult
    static func write(text: String) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Self.systemWrite(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            bytes = bytes.dropFirst(count)
        }
        return true
    }

    private static func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, base, count)
        #else
        Darwin.write(descriptor, base, count)
        #endif
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
