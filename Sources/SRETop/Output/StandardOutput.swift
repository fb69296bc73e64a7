#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Unbuffered lines on standard output: a parent reads them while this process runs.
enum StandardOutput {
    static func print(_ line: String) {
        write(text: line + "\n")
    }

    static func write(text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Self.systemWrite(STDOUT_FILENO, $0.baseAddress, $0.count) }
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
}
