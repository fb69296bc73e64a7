import NIOSSL

extension TLSAccess {
    /// The settings for the TLS library.
    ///
    /// Files are read once, when the connection is set up.
    func configuration() throws(AccessFailure) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let ca {
            let certificates = try Self.certificates(ca)
            configuration.trustRoots = .certificates(certificates)
        }
        if let certificate, let key {
            configuration.certificateChain = try Self.certificates(certificate).map { .certificate($0) }
            let bytes = try key.currentBytes()
            do {
                configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: bytes, format: .pem))
            } catch {
                throw .unusable(path: "\(key)", problem: "holds no private key in PEM form, or one with a passphrase")
            }
        }
        if insecureSkipVerify { configuration.certificateVerification = .none }
        if let minVersion { configuration.minimumTLSVersion = minVersion.nio }
        if let maxVersion { configuration.maximumTLSVersion = maxVersion.nio }
        return configuration
    }

    private static func certificates(_ source: PEMSource) throws(AccessFailure) -> [NIOSSLCertificate] {
        let bytes = try source.currentBytes()
        let found = (try? NIOSSLCertificate.fromPEMBytes(bytes)) ?? []
        guard !found.isEmpty else { throw .unusable(path: "\(source)", problem: "holds no certificate in PEM form") }
        return found
    }
}

extension TLSAccess.Version {
    fileprivate var nio: TLSVersion {
        switch self {
        case .tls10: .tlsv1
        case .tls11: .tlsv11
        case .tls12: .tlsv12
        case .tls13: .tlsv13
        }
    }
}
