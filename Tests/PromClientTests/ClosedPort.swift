#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A port that is taken, so that no other test gets it, and on which nobody listens.
final class ClosedPort: Sendable {
    let port: Int
    private let descriptor: Int32

    init?() {
        #if canImport(Glibc)
        let opened = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let opened = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(opened, $0, length) == 0 && getsockname(opened, $0, &length) == 0
            }
        }
        descriptor = opened
        port = Int(UInt16(bigEndian: address.sin_port))
        guard isBound else { return nil }
    }

    deinit {
        close(descriptor)
    }
}
