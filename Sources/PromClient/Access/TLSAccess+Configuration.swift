extension TLSAccess {
    /// The TLS settings of a configuration file; nil without any.
    init?(_ file: ConfigurationMapping) throws(AccessFailure) {
        let keys = [
            "ca", "ca_file", "cert", "cert_file", "insecure_skip_verify", "key", "key_file", "max_version",
            "min_version", "server_name",
        ]
        guard let section = try file.section("tls_config", knownKeys: keys) else { return nil }
        self.init()
        ca = try section.pem("ca", orFile: "ca_file")
        certificate = try section.pem("cert", orFile: "cert_file")
        key = try section.pem("key", orFile: "key_file")
        serverName = try section.text("server_name")
        insecureSkipVerify = try section.flag("insecure_skip_verify") ?? false
        minVersion = try Self.version("min_version", in: section)
        maxVersion = try Self.version("max_version", in: section)
        if certificate != nil, key == nil {
            let place = section.later(of: ["cert", "cert_file"])
            throw section.failure(at: place, "a client certificate needs its key: add key or key_file")
        }
        if key != nil, certificate == nil {
            let place = section.later(of: ["key", "key_file"])
            throw section.failure(at: place, "a client key needs its certificate: add cert or cert_file")
        }
        if let minVersion, let maxVersion, maxVersion < minVersion {
            let place = section.later(of: ["min_version", "max_version"])
            throw section.failure(at: place, "max_version is older than min_version")
        }
    }

    private static func version(_ key: String, in section: ConfigurationMapping) throws(AccessFailure) -> Version? {
        guard let text = try section.text(key) else { return nil }
        guard let version = Version(rawValue: text) else {
            let names = Version.allCases.map(\.rawValue).joined(separator: ", ")
            throw section.failure(at: key, "\(key) must be one of \(names)")
        }
        return version
    }
}
