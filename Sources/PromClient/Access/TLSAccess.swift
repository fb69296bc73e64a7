/// How TLS connections are made and checked.
package struct TLSAccess: Sendable, Equatable {
    /// A version of the protocol, by its name in configuration files.
    package enum Version: String, Sendable, CaseIterable {
        case tls10 = "TLS10"
        case tls11 = "TLS11"
        case tls12 = "TLS12"
        case tls13 = "TLS13"
    }

    /// The authorities that may have signed the server's certificate; nil for those of the system.
    package internal(set) var ca: PEMSource?
    /// The client's own certificate; never without a key.
    package internal(set) var certificate: PEMSource?
    /// The key of the client's certificate; never without one.
    package internal(set) var key: PEMSource?
    /// The name to expect in the server's certificate, where it is not the URL's host.
    package internal(set) var serverName: String?
    /// Whether any certificate will do.
    package internal(set) var insecureSkipVerify = false
    /// The oldest version to speak; nil for the library's choice.
    package internal(set) var minVersion: Version?
    /// The newest version to speak; nil for the library's choice.
    package internal(set) var maxVersion: Version?

    /// Checks servers against the system's authorities.
    package init() {}
}

extension TLSAccess.Version: Comparable {
    /// Older versions come first.
    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension TLSAccess: CustomStringConvertible {
    /// What differs from an ordinary connection, for logs.
    package var description: String {
        var parts: [String] = []
        if let certificate { parts.append("client certificate \(certificate)") }
        if let ca { parts.append("CA \(ca)") }
        if let serverName { parts.append("server name \(serverName)") }
        if insecureSkipVerify { parts.append("server certificate not verified") }
        return parts.joined(separator: ", ")
    }
}
