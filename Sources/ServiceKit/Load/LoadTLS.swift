import NIOSSL

/// How connections are secured: whom they believe, and whom they ask for.
package struct LoadTLS: Sendable {
    /// Why TLS cannot be set up.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        /// One line for a person.
        package let description: String
    }

    private let context: NIOSSLContext
    private let serverName: String?

    /// Believes the machine's certificate authorities, or those of a file alone, or anybody.
    ///
    /// `host` is asked for by name where it is one: an address has none (RFC 6066 §3).
    package init(host: String, authorities: String?, isVerified: Bool, isAddress: Bool) throws(Failure) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let authorities { configuration.trustRoots = .file(authorities) }
        if !isVerified { configuration.certificateVerification = .none }
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            let reason = authorities.map { "cannot read certificates of '\($0)'" } ?? "\(error)"
            throw Failure(description: "TLS: \(reason)")
        }
        serverName = isAddress ? nil : host
    }

    /// One for a connection.
    func handler() throws -> NIOSSLClientHandler {
        try NIOSSLClientHandler(context: context, serverHostname: serverName)
    }
}
