/// Keys that Prometheus's own tools know and sretop does not.
enum UnsupportedKey {
    /// Why a key is refused, and what to do instead.
    static func problem(with key: String, in section: String?, known: [String]) -> String {
        if let advice = advice(for: key) { return "\(key) is not supported by sretop; \(advice)" }
        let place = section.map { " in \($0)" } ?? ""
        return "unknown key '\(key)'\(place); known: \(known.joined(separator: ", "))"
    }

    private static func advice(for key: String) -> String? {
        switch key {
        case "proxy_connect_header":
            "remove it, or use a proxy on this host that sends it"
        case "oauth2":
            "use authorization with a credentials_file that something else keeps fresh"
        case "sigv4", "azuread", "google_iam":
            "use a proxy on this host that signs requests"
        case "username_ref", "password_ref", "credentials_ref", "ca_ref", "cert_ref", "key_ref":
            "use \(key.dropLast(3))file"
        default:
            nil
        }
    }
}
