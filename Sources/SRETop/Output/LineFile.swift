import ArgumentParser
import TerminalUI

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file that lines are appended to; closed with the process.
final class LineFile: Sendable {
    private let descriptor: Int32

    /// Opens or creates the file.
    init(path: String) throws {
        // Non-blocking: a pipe that nobody reads must not stop the screen.
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o644)
        guard descriptor >= 0 else {
            throw ValidationError.quoting("cannot write to '\(path)': \(String(cString: strerror(errno)))")
        }
    }

    /// Appends a line of text for people.
    ///
    /// Names and errors of others are in it: they must not forge lines, nor act on a terminal that shows the file.
    func append(text: String) { append(PrintableText.sanitize(text)) }

    /// Appends a line as it is.
    ///
    /// What cannot be written (a full disk) is dropped: a log must not stop the screen.
    func append(_ line: String) {
        var bytes = Array(line.utf8)
        bytes.append(UInt8(ascii: "\n"))
        // One write a line: with O_APPEND lines of several processes do not mix.
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }

    deinit {
        close(descriptor)
    }
}
