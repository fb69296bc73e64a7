import Foundation

/// A proxy that requests go through.
package struct ProxyServer: Sendable, Hashable {
    /// How it is spoken to.
    package enum Kind: Sendable, Hashable {
        /// HTTP: requests as a whole, or a tunnel for TLS.
        case http
        /// SOCKS 5.
        case socks
    }

    /// Why a text names no proxy.
    package enum Problem: Error, Sendable, Equatable {
        /// It is no URL with a host.
        case notAURL
        /// A way to speak to proxies that sretop does not know.
        case scheme(String)
        /// SOCKS with a user and a password.
        case socksCredentials
    }

    /// How it is spoken to.
    package let kind: Kind
    /// Its host.
    package let host: String
    /// Its port.
    package let port: Int
    /// What its `Proxy-Authorization` says; nil for nothing.
    let authorization: String?
    /// Who asked for it, such as `HTTPS_PROXY`.
    package let origin: String

    /// Reads what stands in the variable or the key `origin`: `http://HOST:PORT`, `HOST:PORT`, `socks5://HOST`.
    package init(_ text: String, origin: String) throws(Problem) {
        let separator = text.firstRange(of: "://")
        let scheme = separator.map { text[..<$0.lowerBound].lowercased() } ?? "http"
        switch scheme {
        case "http": kind = .http
        case "socks5", "socks5h": kind = .socks
        // The words of a text that is no URL at all may hold a password.
        case "https", "socks", "socks4", "socks4a", "ftp", "pac+http", "quic": throw .scheme(scheme)
        default: throw .notAURL
        }
        let rest = separator.map { text[$0.upperBound...] } ?? text[...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let at = authority.lastIndex(of: "@")
        let place = at.map { authority[authority.index(after: $0)...] } ?? authority
        guard let (host, port) = HTTPURL.hostAndPort(place), !host.contains(where: \.isWhitespace) else {
            throw .notAURL
        }
        self.host = host
        self.port = port ?? (kind == .http ? 80 : 1080)
        self.origin = origin
        guard let at else {
            authorization = nil
            return
        }
        guard kind == .http else { throw .socksCredentials }
        let user = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let plain = user.map { $0.removingPercentEncoding ?? String($0) }.joined(separator: ":")
        authorization = "Basic " + Data((user.count > 1 ? plain : plain + ":").utf8).base64EncodedString()
    }
}

extension ProxyServer: CustomStringConvertible {
    /// Host, port and who asked for it, never its credentials.
    package var description: String {
        "\(host.contains(":") ? "[\(host)]" : host):\(port) (\(origin))"
    }
}

extension ProxyServer.Problem: CustomStringConvertible {
    /// What to write instead.
    ///
    /// The text itself is never repeated: it may hold a password.
    package var description: String {
        switch self {
        case .notAURL: "is no URL of a proxy: write http://HOST:PORT or socks5://HOST:PORT"
        case .scheme(let scheme): "names a proxy of the kind '\(scheme)': only http and socks5 are spoken"
        case .socksCredentials: "has a user for a socks5 proxy, which is not supported"
        }
    }
}
