#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Files that a command reads whole.
enum InputFile {
    /// A file's bytes; nil where it cannot be read.
    static func bytes(_ path: String) -> [UInt8]? {
        (try? Data(contentsOf: URL(filePath: path))).map { Array($0) }
    }

    /// Why a file cannot be read, in words.
    static func obstacle(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "cannot read '\(path)': \(String(cString: strerror(errno)))" }
        close(descriptor)
        return "cannot read '\(path)': it is no file"
    }
}
