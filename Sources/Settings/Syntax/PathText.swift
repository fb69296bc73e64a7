#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Paths as a configuration keeps them.
package enum PathText {
    /// A path from the working directory on, made absolute.
    package static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let current = getcwd(nil, 0) else { return path }
        defer { free(current) }
        return "\(String(cString: current))/\(path)"
    }
}
