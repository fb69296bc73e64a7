/// Where a Prometheus is: scheme, host, port and an optional path prefix.
package struct PrometheusURL: Sendable, Equatable {
    /// Why a text does not say where a Prometheus is.
    package enum Problem: Error, Sendable, Equatable {
        /// There is nothing.
        case empty
        /// Neither http nor https.
        case scheme
        /// A user or a password stands before the host.
        case credentials
        /// Something follows a `?` or a `#`.
        case queryOrFragment
        /// The host is missing or none.
        case host
        /// The port is no number from 1 to 65535.
        case port
        /// The path holds characters that a URL cannot.
        case path
    }

    /// Scheme, host and port: `http://prometheus:9090`.
    package let origin: String
    /// What the screen says: host, port and prefix.
    package let display: String
    /// The path before `/api/v1`; empty, or with a leading and without a trailing slash.
    let prefix: String

    /// Reads what a user writes: a URL, or HOST:PORT.
    ///
    /// The address bar's text will do: `/graph` and everything from `/api/v1` on are taken off.
    package init(_ text: String) throws(Problem) {
        guard !text.isEmpty else { throw .empty }
        let whole = text.contains("://") ? text : "http://" + text
        guard let separator = whole.firstRange(of: "://") else { throw .scheme }
        let rest = whole[separator.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else { throw .credentials }
        let scheme = whole[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw .scheme }
        let path = rest[authority.endIndex...]
        guard !path.contains(where: { $0 == "?" || $0 == "#" }) else { throw .queryOrFragment }
        guard path.utf8.allSatisfy(Self.isPathByte) else { throw .path }
        try Self.check(authority)
        prefix = Self.prefix(of: path)
        origin = "\(scheme)://\(authority)"
        display = authority + prefix
    }

    /// The port that is asked since none was written; nil where one was.
    package var usualPort: Int? {
        let parts = origin.split(separator: "://", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        // The colons of an IPv6 address stand in brackets.
        let behind = parts[1].split(separator: "]", omittingEmptySubsequences: false).last ?? parts[1]
        guard !behind.contains(":") else { return nil }
        return parts[0] == "https" ? 443 : 80
    }

    /// The page that draws expressions, for a browser.
    package var graphPage: String { "\(origin)\(prefix)/graph" }

    /// The path of an endpoint, such as `query` or `status/buildinfo`.
    func path(_ endpoint: String) -> String { "\(prefix)/api/v1/\(endpoint)" }

    /// The whole URL of an endpoint, such as `query` or `status/buildinfo`.
    package func endpoint(_ endpoint: String) -> String { origin + path(endpoint) }

    private static func prefix(of path: Substring) -> String {
        var parts = path.split(separator: "/")
        let ends = parts.indices.dropLast().filter { parts[$0] == "api" && parts[$0 + 1] == "v1" }
        if let end = ends.last {
            parts.removeSubrange(end...)
        } else if parts.last == "graph" {
            parts.removeLast()
        }
        return parts.map { "/" + $0 }.joined()
    }

    private static func check(_ authority: Substring) throws(Problem) {
        var host = authority
        var port: Substring?
        if authority.hasPrefix("[") {
            guard let bracket = authority.firstIndex(of: "]") else { throw .host }
            host = authority[..<bracket].dropFirst()
            let after = authority[bracket...].dropFirst()
            guard after.isEmpty || after.hasPrefix(":") else { throw .host }
            port = after.isEmpty ? nil : after.dropFirst()
            guard host.utf8.allSatisfy({ isHostByte($0) || $0 == UInt8(ascii: ":") }) else { throw .host }
        } else {
            if let colon = authority.firstIndex(of: ":") {
                host = authority[..<colon]
                port = authority[colon...].dropFirst()
            }
            guard host.utf8.allSatisfy(isHostByte) else { throw .host }
        }
        guard !host.isEmpty else { throw .host }
        guard let port else { return }
        guard port.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int(port),
            (1...65_535).contains(number)
        else { throw .port }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "^"),
            UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            false
        default: byte > 0x20 && byte < 0x7F
        }
    }
}

extension PrometheusURL.Problem: CustomStringConvertible {
    /// What to write instead.
    ///
    /// The text itself is never repeated: it may hold a password.
    package var description: String {
        switch self {
        case .empty: "the URL is empty: write http://HOST:PORT"
        case .scheme: "the URL has to begin with http:// or https://"
        case .credentials:
            "a URL with USER:PASSWORD@ ends up in process lists and histories: give credentials with --http-config FILE"
        case .queryOrFragment: "the URL ends at the path: leave out what begins with ? or #"
        case .host: "the URL names no host: write http://HOST:PORT"
        case .port: "the URL's port is no number from 1 to 65535"
        case .path: "the URL's path holds characters that have to be percent-encoded"
        }
    }
}
