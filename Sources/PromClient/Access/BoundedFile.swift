#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Reads files that are small by nature: configuration, tokens, certificates.
enum BoundedFile {
    /// A device or a log named by mistake must not fill the memory.
    static let limit = 1 << 20

    static func bytes(of path: String) throws(AccessFailure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure(path) }
            guard count > 0 else { return content }
            content += chunk.prefix(count)
            guard content.count <= limit else {
                throw .unusable(path: path, problem: "is larger than \(limit >> 20) MiB")
            }
        }
    }

    private static func failure(_ path: String) -> AccessFailure {
        .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
}
