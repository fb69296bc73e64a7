/// How a server is reached: credentials, TLS and additional headers.
///
/// Credentials and secret headers belong to the origin of the configured URL alone.
package struct HTTPAccess: Sendable, Equatable {
    /// Who the client is; nil for nobody in particular.
    package internal(set) var credentials: Credentials?
    /// How TLS connections are made; nil for the usual way.
    package internal(set) var tls: TLSAccess?
    /// Headers besides those of the client itself.
    package internal(set) var headers: [AccessHeader] = []
    /// The proxy that the file asks for; nil where the environment decides.
    package internal(set) var proxies: ProxySettings?
    /// Whether redirects within the origin are followed; those that leave it never are.
    package internal(set) var followsRedirects = true
    /// What the user should know about the way this was put together.
    package internal(set) var notes: [String] = []

    /// No credentials, ordinary TLS, no headers.
    package init() {}

    /// The headers to send with a request made now.
    ///
    /// Secrets in files are read at every call: they may have been rotated since the last one.
    package func currentHeaders() throws(AccessFailure) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = []
        if let credentials {
            result.append((name: "Authorization", value: try credentials.currentValue()))
        }
        for header in headers {
            result.append((name: header.name, value: try header.source.currentFieldValue()))
        }
        return result
    }
}

extension HTTPAccess: CustomStringConvertible {
    /// What is used, without any secret: fit for logs.
    package var description: String {
        var parts = credentials.map { ["\($0)"] } ?? []
        if let tls, !tls.description.isEmpty { parts.append(tls.description) }
        parts += headers.map { "header \($0.name)" }
        return parts.isEmpty ? "no credentials" : parts.joined(separator: ", ")
    }
}
