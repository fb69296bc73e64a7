/// The parts of a whole http or https URL.
package struct HTTPURL: Sendable, Equatable {
    /// `http` or `https`.
    package let scheme: String
    /// In lower case, an IPv6 address without its brackets.
    package let host: String
    /// The port, the scheme's own where none is written.
    package let port: Int
    /// Path and query as they were written, without a fragment; empty, or from a `/` or `?` on.
    package let target: String

    /// Reads a whole URL, whatever stands before an `@` left out; nil where it is none.
    package init?(_ text: String) {
        guard let separator = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = text[separator.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { !"/?\\".contains($0) }
        let place = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        guard let (host, port) = Self.hostAndPort(place) else { return nil }
        self.scheme = scheme
        self.host = host
        self.port = port ?? (scheme == "https" ? 443 : 80)
        target = String(rest[authority.endIndex...])
    }

    /// Host and port of `HOST`, `HOST:PORT`, `[ADDRESS]` or `[ADDRESS]:PORT`; nil where it is none of them.
    static func hostAndPort(_ text: some StringProtocol) -> (host: String, port: Int?)? {
        var host = String(text)
        var rest = ""
        if host.hasPrefix("["), let bracket = host.firstIndex(of: "]") {
            rest = String(host[bracket...].dropFirst())
            host = String(host[..<bracket].dropFirst())
        } else if let colon = host.firstIndex(of: ":") {
            rest = String(host[colon...])
            host = String(host[..<colon])
        }
        guard !host.isEmpty else { return nil }
        guard !rest.isEmpty, rest != ":" else { return (host.lowercased(), nil) }
        guard rest.hasPrefix(":"), rest.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(rest.dropFirst()), (1...65_535).contains(port)
        else { return nil }
        return (host.lowercased(), port)
    }

    /// Whether another URL has the same scheme, host and port.
    package func isWithinOrigin(of other: HTTPURL) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }

    /// Whether its host is the address that servers listen at all of theirs by, such as `0.0.0.0`: no machine has it.
    package var isUnspecified: Bool {
        let hasDigits = host.contains("0") || host == "::"
        return hasDigits && host.allSatisfy { "0.:".contains($0) } && (host.contains(".") || host.contains(":"))
    }

    /// Scheme, host and a port that is not the scheme's own.
    package var origin: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(scheme)://\(name)" + (port == (scheme == "https" ? 443 : 80) ? "" : ":\(port)")
    }

    /// The path without the query; `/` where there is none.
    package var path: String {
        let path = target.prefix { $0 != "?" }
        return path.isEmpty ? "/" : String(path)
    }

    /// What a reference such as that of a `Location` header means on a page of this URL (RFC 3986, section 5).
    ///
    /// Nil where it leads to something other than http or https.
    package func resolving(_ reference: String) -> HTTPURL? {
        let reference = reference.prefix { $0 != "#" }
        guard !reference.isEmpty else { return self }
        let leading = reference.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
        if !leading.isEmpty, reference[leading.endIndex...].hasPrefix(":") {
            return HTTPURL(String(reference))?.withoutDots
        }
        if reference.hasPrefix("//") { return HTTPURL("\(scheme):\(reference)")?.withoutDots }
        if reference.hasPrefix("/") { return HTTPURL(origin + reference)?.withoutDots }
        if reference.hasPrefix("?") { return HTTPURL(origin + path + reference) }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return HTTPURL(origin + folder + reference)?.withoutDots
    }

    /// The same URL with the steps `.` and `..` taken.
    private var withoutDots: HTTPURL? {
        let query = target.drop { $0 != "?" }
        let steps = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard steps.contains(where: { $0 == "." || $0 == ".." }) else { return self }
        var taken: [Substring] = []
        for (index, step) in steps.enumerated() {
            let isLast = index == steps.count - 1
            switch step {
            case ".":
                if isLast { taken.append("") }
            case "..":
                _ = taken.popLast()
                if isLast { taken.append("") }
            default: taken.append(step)
            }
        }
        return HTTPURL(origin + taken.map { "/" + $0 }.joined() + query)
    }
}

extension HTTPURL {
    /// A URL as it may be sent: what is no part of a URL is percent-encoded, and what is encoded already stays.
    ///
    /// The library below encodes the whole of a path or query once more where one character of it needs that, so that
    /// `%20` arrived as `%2520` beside a bracket.
    static func encoded(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let hexadecimal = Array("0123456789ABCDEF".utf8)
        guard let separator = text.firstRange(of: "://") else { return text }
        let start = text[..<separator.upperBound].utf8.count
        let end = bytes[start...].firstIndex { "/?#".utf8.contains($0) } ?? bytes.endIndex
        var result = Array(bytes[..<end])
        for index in bytes.indices[end...] {
            let byte = bytes[index]
            if byte == UInt8(ascii: "#") { break }
            let isKept =
                byte == UInt8(ascii: "%")
                ? bytes.count > index + 2 && bytes[(index + 1)...(index + 2)].allSatisfy(isHexadecimal)
                : isTargetByte(byte)
            if isKept {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    /// Whether a byte may stand in a path or a query as it is (RFC 3986, section 3.3 and 3.4).
    private static func isTargetByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~!$&'()*+,;=:@/?".utf8.contains(byte)
        }
    }
}
