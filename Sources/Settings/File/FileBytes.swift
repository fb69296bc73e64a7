#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The content of files, read by plain system calls.
package enum FileBytes {
    /// What the system said.
    package struct Failure: Error, CustomStringConvertible {
        let number: Int32

        /// In the system's words.
        package var description: String { String(cString: strerror(number)) }

        /// There is no such file.
        var isAbsence: Bool { number == ENOENT || number == ENOTDIR }
    }

    /// Reads a file to its end, or until a little more than `limit` bytes have come; standard input for `-`.
    package static func read(_ path: String, limit: Int = .max) throws(Failure) -> [UInt8] {
        guard path != "-" else { return try read(STDIN_FILENO, limit) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(number: errno) }
        defer { close(descriptor) }
        return try read(descriptor, limit)
    }

    private static func read(_ descriptor: Int32, _ limit: Int) throws(Failure) -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while content.count <= limit {
            let count = chunk.withUnsafeMutableBytes { systemRead(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure(number: errno) }
            guard count > 0 else { break }
            content += chunk.prefix(count)
        }
        return content
    }
}

/// The system's call, whose name the type's own function hides.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}
