extension HTTPAccess {
    /// What the user should know before secrets go to a server.
    ///
    /// The host is the URL's, with or without the brackets of an IPv6 address.
    package func notes(scheme: String, host: String) -> [String] {
        let secrets = (credentials == nil ? [] : ["credentials"]) + headers.filter(\.isSecret).map(\.name)
        guard !secrets.isEmpty else { return [] }
        let list = secrets.joined(separator: ", ")
        guard scheme.lowercased() == "https" else {
            return Self.isLoopback(host) ? [] : ["sent to \(host) unencrypted, over \(scheme): \(list)"]
        }
        return tls?.insecureSkipVerify == true ? ["sent to \(host) without a check of its certificate: \(list)"] : []
    }

    private static func isLoopback(_ host: String) -> Bool {
        let name = host.lowercased().filter { $0 != "[" && $0 != "]" }
        if name == "localhost" || name.hasSuffix(".localhost") || name == "::1" { return true }
        let octets = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        // A name such as 127.example.org is no address.
        return octets.count == 4 && octets[0] == 127 && !octets.contains(nil)
    }
}
