#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Hosts that are reached without a proxy: one entry of `NO_PROXY`.
enum ProxyExemption: Sendable, Equatable {
    /// Every host.
    case all
    /// An address, or those that share its first bits; on one port or on all.
    case addresses([UInt8], bits: Int, port: Int?)
    /// A domain with what is under it; without the domain itself where `includesItself` is false.
    case domain(String, includesItself: Bool, port: Int?)

    /// The entries of a list with commas or blanks between them, as Go's tools read it.
    static func list(_ text: String) -> [ProxyExemption] {
        text.lowercased().split { $0 == "," || $0.isWhitespace }.compactMap { entry(String($0)) }
    }

    private static func entry(_ text: String) -> ProxyExemption? {
        if text == "*" { return .all }
        let parts = text.split(separator: "/", maxSplits: 1)
        if parts.count == 2, let bytes = address(String(parts[0])), let bits = Int(parts[1]),
            (0...bytes.count * 8).contains(bits)
        {
            return .addresses(bytes, bits: bits, port: nil)
        }
        if let bytes = address(text) { return .addresses(bytes, bits: bytes.count * 8, port: nil) }
        guard let (host, port) = HTTPURL.hostAndPort(text) else { return nil }
        if let bytes = address(host) { return .addresses(bytes, bits: bytes.count * 8, port: port) }
        let name = host.hasPrefix("*.") ? String(host.dropFirst()) : host
        return name.hasPrefix(".")
            ? .domain(String(name.dropFirst()), includesItself: false, port: port)
            : .domain(name, includesItself: true, port: port)
    }

    /// Whether a host is one of them.
    func covers(_ host: String, port: Int) -> Bool {
        switch self {
        case .all: return true
        case .addresses(let bytes, let bits, let wanted):
            guard wanted == nil || wanted == port, let other = Self.address(host), other.count == bytes.count else {
                return false
            }
            return (0..<bits).allSatisfy { bit in
                let mask = UInt8(0x80) >> (bit % 8)
                return bytes[bit / 8] & mask == other[bit / 8] & mask
            }
        case .domain(let domain, let includesItself, let wanted):
            guard wanted == nil || wanted == port else { return false }
            let name = host.hasSuffix(".") ? String(host.dropLast()) : host
            return name.hasSuffix("." + domain) || includesItself && name == domain
        }
    }

    /// Whether a host is this machine.
    static func isLoopback(_ host: String) -> Bool {
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        if name == "localhost" || name.hasSuffix(".localhost") { return true }
        guard let bytes = address(host) else { return false }
        return bytes.count == 4 ? bytes[0] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1]
    }

    /// The bytes of an address, an IPv4 address within IPv6 as the four that it is; nil for a name.
    private static func address(_ text: String) -> [UInt8]? {
        var short = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, text, &short) == 1 { return short }
        var long = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, text, &long) == 1 else { return nil }
        let isMapped = long[..<10].allSatisfy { $0 == 0 } && long[10] == 0xFF && long[11] == 0xFF
        return isMapped ? Array(long[12...]) : long
    }
}
