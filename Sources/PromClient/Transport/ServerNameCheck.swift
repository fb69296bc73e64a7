import NIOCore
import NIOSSL

/// Holds a server's certificate to the one name that it is to carry.
///
/// The TLS library accepts a certificate for the address that it is connected to as well; a configured server name
/// means that name alone.
package struct ServerNameCheck: Sendable {
    /// The certificate is for other names.
    struct WrongName: Error, CustomStringConvertible {
        let description: String
    }

    private let name: String

    /// Expects `name`.
    init(_ name: String) {
        self.name = name.lowercased()
    }

    /// Fails where the certificate of a connection that was made does not carry the name.
    func check(_ channel: any Channel) -> EventLoopFuture<Void> {
        channel.pipeline.eventLoop.makeCompletedFuture {
            let certificate = try channel.pipeline.syncOperations.nioSSL_peerCertificate()
            let names = certificate.map(Self.names) ?? []
            guard names.contains(where: { Self.matches($0, name) }) else {
                throw WrongName(description: "the server's certificate is not for '\(name)' (server_name?)")
            }
        }
    }

    private static func names(_ certificate: NIOSSLCertificate) -> [String] {
        certificate._subjectAlternativeNames().compactMap { name in
            name.nameType == .dnsName ? String(decoding: name.contents, as: UTF8.self).lowercased() : nil
        }
    }

    /// Whether a name in a certificate is the expected one.
    ///
    /// A wildcard stands for one whole label, the first.
    package static func matches(_ pattern: String, _ name: String) -> Bool {
        guard pattern.hasPrefix("*.") else { return pattern == name }
        guard let dot = name.firstIndex(of: "."), dot > name.startIndex else { return false }
        return name[dot...] == pattern.dropFirst(1)
    }
}
