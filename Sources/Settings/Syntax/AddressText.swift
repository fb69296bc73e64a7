/// What a source's address may be: a URL of http or https, or HOST:PORT; never with credentials.
///
/// Messages do not repeat the text: it may hold a password.
enum AddressText {
    /// What is wrong with an address; nil where nothing is.
    static func problem(_ text: String, allowsQuery: Bool) -> String? {
        guard !text.isEmpty else { return "is empty: write http://HOST:PORT" }
        let parts = text.firstRange(of: "://").map { (text[..<$0.lowerBound].lowercased(), text[$0.upperBound...]) }
        let (scheme, rest) = parts ?? ("http", text[...])
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else {
            return "holds USER:PASSWORD@, which would show on the screen: give credentials with http_config"
        }
        guard scheme == "http" || scheme == "https" else { return "is to begin with http:// or https://" }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return "holds spaces or other characters that a URL cannot"
        }
        let tail = rest[authority.endIndex...]
        if !allowsQuery, tail.contains(where: { $0 == "?" || $0 == "#" }) {
            return "ends at the path: leave out what begins with ? or #"
        }
        return hostProblem(authority)
    }

    private static func hostProblem(_ authority: Substring) -> String? {
        var host = authority
        var after = authority[authority.endIndex...]
        if authority.hasPrefix("[") {
            guard let bracket = authority.firstIndex(of: "]") else { return "names no host: write http://HOST:PORT" }
            host = authority[..<bracket].dropFirst()
            after = authority[bracket...].dropFirst()
            guard after.isEmpty || after.hasPrefix(":") else { return "names no host: write http://HOST:PORT" }
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            after = authority[colon...]
        }
        let marks = authority.hasPrefix("[") ? ".-_:" : ".-_"
        guard !host.isEmpty, host.allSatisfy({ $0.isLetter || $0.isNumber || marks.contains($0) }) else {
            return "names no host: write http://HOST:PORT"
        }
        let digits = after.isEmpty ? "1" : after.dropFirst()
        guard digits.allSatisfy({ ("0"..."9").contains($0) }), let port = Int(digits), (1...65_535).contains(port)
        else {
            return "has a port that is no number from 1 to 65535"
        }
        return nil
    }
}
