import ArgumentParser
import Recording

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A recording on disk, read where it is wanted.
enum RecordingPlace {
    /// The bytes of a file; closed with the last who reads it.
    private final class Bytes: Sendable {
        private let descriptor: Int32
        let size: Int

        /// Opens a file; nil, with `errno` set, where that cannot be.
        init?(path: String) {
            // Non-blocking: a pipe that nobody writes must not be waited for.
            descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            var status = stat()
            guard descriptor >= 0, fstat(descriptor, &status) == 0 else { return nil }
            guard status.st_mode & S_IFMT == S_IFREG else {
                errno = EISDIR
                return nil
            }
            size = Int(status.st_size)
        }

        func read(_ range: Range<Int>) -> [UInt8] {
            [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
                while count < range.count {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                    let got = pread(descriptor, rest.baseAddress, rest.count, off_t(range.lowerBound + count))
                    if got < 0, errno == EINTR { continue }
                    guard got > 0 else { return }
                    count += got
                }
            }
        }

        deinit { if descriptor >= 0 { close(descriptor) } }
    }

    /// Opens a recording.
    ///
    /// - Throws: `ExitCode` 3, after saying why nothing can be read.
    static func reader(of path: String, command: String) throws -> RecordingReader {
        guard let bytes = Bytes(path: path) else {
            let reason = errno == EISDIR ? "it is no file" : String(cString: strerror(errno))
            throw refusal("cannot read '\(path)': \(reason)", command)
        }
        do throws(RecordingFailure) {
            return try RecordingReader(size: bytes.size) { bytes.read($0) }
        } catch {
            throw refusal("'\(path)': \(error)", command)
        }
    }

    private static func refusal(_ reason: String, _ command: String) -> ExitCode {
        StandardError.print(TextCharacters.harmless("\(command): \(reason)"))
        return ExitCode(3)
    }
}
