/// What HTTP allows in headers, and which headers are not the user's to set.
enum HeaderSyntax {
    /// Whether a text is a token of RFC 9110: a header's name, an authentication scheme.
    static func isToken(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    true
                default: tokenMarks.contains(byte)
                }
            }
    }

    /// Whether a text can be a header's value: no control characters but the tab.
    static func isValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
    }

    /// Whether a header describes the message or the connection: only the client knows its value.
    static func isFraming(_ name: String) -> Bool {
        framing.contains(name.lowercased())
    }

    /// Whether Prometheus refuses the header in `http_headers`.
    static func isReserved(_ name: String) -> Bool {
        isFraming(name) || reserved.contains(name.lowercased())
    }

    private static let tokenMarks = Array("!#$%&'*+-.^_`|~".utf8)

    private static let framing: Set<String> = [
        "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect", "host",
        "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    private static let reserved: Set<String> = [
        "authorization", "proxy-authenticate", "proxy-authorization", "user-agent", "www-authenticate",
        "x-amz-content-sha256", "x-amz-date", "x-amz-security-token", "x-prometheus-remote-read-version",
        "x-prometheus-remote-write-version", "x-prometheus-scrape-timeout-seconds",
    ]
}
