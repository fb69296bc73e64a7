#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The content of a configuration file.
enum ConfigurationBytes {
    /// Reads a file, a little more than allowed at most; nil where an absent file is fine.
    static func read(
        _ path: String,
        mayBeAbsent: Bool,
        called title: String = "the configuration file"
    ) throws(ConfigurationFile.Failure) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if mayBeAbsent, errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure(path, title)
        }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while content.count <= ConfigurationFile.sizeLimit {
            let count = chunk.withUnsafeMutableBytes { systemRead(descriptor, $0) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure(path, title) }
            guard count > 0 else { break }
            content += chunk.prefix(count)
        }
        return content
    }

    private static func failure(_ path: String, _ title: String) -> ConfigurationFile.Failure {
        let reason = String(cString: strerror(errno))
        return ConfigurationFile.Failure(description: "cannot read \(title) '\(path)': \(reason)")
    }
}

/// The system's call, whose name the type's own function hides.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}
