import NIOCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where the load goes: an address on this machine, or of a host that was named for it, resolved once and pinned.
package struct LoadTarget: Sendable, Equatable {
    /// As the user wrote it.
    package let url: String
    /// The path and query of every request.
    package let path: String
    let hostHeader: String
    let address: SocketAddress
    /// Whether requests go over TLS.
    package let isSecure: Bool
    /// The host's name as in the URL, without a port.
    package let host: String
    /// What is sent, by weight; one GET of the URL's path without a word.
    package var requests: [LoadRequest]

    /// Why a target is refused.
    package enum Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        /// The text is not an http URL.
        case notAnHTTPAddress(String)
        /// The host has no address.
        case unknownHost(String)
        /// One of the host's addresses is not this machine.
        case notLoopback(host: String, address: String)

        /// One line for a person.
        package var description: String {
            switch self {
            case .notAnHTTPAddress(let text):
                "'\(text)' is not a URL to load: write http://HOST:PORT/PATH or https://HOST:PORT/PATH"
            case .unknownHost(let host):
                "the host '\(host)' has no address"
            case .notLoopback(let host, let address):
                """
                '\(host)' is \(address), which is not this machine: load goes to loopback addresses, and to the host \
                that --allow-host names (one port of it: --allow-target)
                """
            }
        }
    }

    /// Reads and resolves a URL.
    ///
    /// Blocks while a name is looked up. `allowedHost` may be on another machine, and so may `allowedTarget`, a host with
    /// its port (`HOST:PORT`).
    ///
    /// The name is looked up here and never again: whatever it is answered later, the load goes to this address. `lookUp`
    /// gives a name's addresses as numbers; a port follows.
    package init(
        url text: String,
        allowedHost: String? = nil,
        allowedTarget: String? = nil,
        lookUp: (String) -> [String] = LoadTarget.lookUp
    ) throws(Refusal) {
        guard let parts = Self.split(text) else { throw .notAnHTTPAddress(text) }
        url = text
        path = parts.path
        hostHeader = parts.authority
        host = parts.host
        isSecure = parts.isSecure
        requests = [LoadRequest(path: parts.path)]
        let addresses = Self.resolve(host: parts.host, port: parts.port, lookUp)
        guard let first = addresses.first else { throw .unknownHost(parts.host) }
        // A name with one foreign address could be answered by that one next time: refuse it whole.
        let named = allowedTarget.flatMap { Self.split("http://" + $0) }
        let isAllowed = parts.host == allowedHost || (named?.host == parts.host && named?.port == parts.port)
        if !isAllowed, let foreign = addresses.first(where: { !$0.isLoopback }) {
            throw .notLoopback(host: parts.host, address: foreign.ipAddress ?? "elsewhere")
        }
        address = first
    }

    /// Whether the URL has an address instead of a name.
    package var isNamedByAddress: Bool { (try? SocketAddress(ipAddress: host, port: 0)) != nil }

    /// Whether it is this machine, whatever its name.
    package var isLoopback: Bool { address.isLoopback }

    /// The parts of a URL.
    private struct Parts {
        let authority: String
        let host: String
        let port: Int
        let path: String
        let isSecure: Bool
    }

    private static func split(_ text: String) -> Parts? {
        let isSecure = text.lowercased().hasPrefix("https://")
        guard isSecure || text.lowercased().hasPrefix("http://") else { return nil }
        let rest = text.dropFirst(isSecure ? "https://".count : "http://".count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let tail = rest[authority.endIndex...].prefix { $0 != "#" }
        // A byte outside the visible ASCII range would break the request line.
        guard !authority.isEmpty, !authority.contains("@"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return nil
        }
        let path = tail.isEmpty ? "/" : tail.hasPrefix("/") ? String(tail) : "/" + tail
        guard let (host, port) = hostAndPort(authority, standard: isSecure ? 443 : 80) else { return nil }
        return Parts(authority: String(authority), host: host, port: port, path: path, isSecure: isSecure)
    }

    private static func hostAndPort(_ authority: Substring, standard: Int) -> (String, Int)? {
        if authority.hasPrefix("[") {
            guard let bracket = authority.firstIndex(of: "]") else { return nil }
            let host = authority[authority.index(after: authority.startIndex)..<bracket]
            let after = authority[authority.index(after: bracket)...]
            guard let port = after.isEmpty ? standard : portNumber(after) else { return nil }
            return (String(host), port)
        }
        guard let colon = authority.firstIndex(of: ":") else { return (String(authority), standard) }
        guard colon > authority.startIndex, let port = portNumber(authority[colon...]) else { return nil }
        return (String(authority[..<colon]), port)
    }

    private static func portNumber(_ text: Substring) -> Int? {
        guard text.hasPrefix(":"), let port = Int(text.dropFirst()), (1...65_535).contains(port) else { return nil }
        return port
    }

    private static func resolve(host: String, port: Int, _ lookUp: (String) -> [String]) -> [SocketAddress] {
        if let literal = try? SocketAddress(ipAddress: host, port: port) { return [literal] }
        var addresses: [SocketAddress] = []
        for text in lookUp(host) {
            guard let address = try? SocketAddress(ipAddress: text, port: port), !addresses.contains(address) else {
                continue
            }
            addresses.append(address)
        }
        // IPv4 first: small services listen there more often than on ::1.
        return addresses.filter { $0.protocol == .inet } + addresses.filter { $0.protocol != .inet }
    }

    /// The addresses that the system knows of a name, as numbers; blocks meanwhile.
    package static func lookUp(_ host: String) -> [String] {
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, nil, &found) == 0 else { return [] }
        defer { freeaddrinfo(found) }
        var texts: [String] = []
        var entry = found
        while let current = entry {
            if let raw = current.pointee.ai_addr, let text = numericHost(raw, length: current.pointee.ai_addrlen) {
                texts.append(text)
            }
            entry = current.pointee.ai_next
        }
        return texts
    }

    private static func numericHost(_ address: UnsafePointer<sockaddr>, length: socklen_t) -> String? {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else {
            return nil
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
