import Foundation

/// As much of HTTP as these tests need to ask the parts on this machine.
///
/// Its own, not the product's: what is tested does not judge itself.
enum Loopback {
    struct Failure: Error {
        let url: String
        let reason: String
    }

    /// The body of an answer with status 200, by HTTP/1.0: it ends where the connection does.
    @discardableResult
    static func get(_ url: String) throws -> Data {
        guard let components = URLComponents(string: url), let port = components.port else {
            throw Failure(url: url, reason: "no URL with a port")
        }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        guard connect(descriptor, to: port) else { throw Failure(url: url, reason: "refused") }
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let query = components.percentEncodedQuery.map { "?\($0)" } ?? ""
        let path = components.percentEncodedPath.isEmpty ? "/" : components.percentEncodedPath
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        // Some servers close only when told.
        let fields = "Host: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        try handle.write(contentsOf: Data("GET \(path)\(query) HTTP/1.0\r\n\(fields)\r\n".utf8))
        let answer = try handle.readToEnd() ?? Data()
        guard let end = answer.range(of: Data("\r\n\r\n".utf8)) else { throw Failure(url: url, reason: "no head") }
        let status = String(decoding: answer.prefix(16), as: UTF8.self).split(separator: " ").dropFirst().first
        guard status == "200" else { throw Failure(url: url, reason: "status \(status ?? "unknown")") }
        return Data(answer[end.upperBound...])
    }

    /// Whether somebody listens on a port.
    static func isListening(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return connect(descriptor, to: port)
    }

    private static func connect(_ descriptor: Int32, to port: Int) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
