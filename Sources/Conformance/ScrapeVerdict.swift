internal import Foundation

/// What a Prometheus did with the body of a scrape, as one line of a file of verdicts tells it.
struct ScrapeVerdict: Decodable {
    /// What the case is called.
    var id: String?
    /// The response's `Content-Type`, if it had one.
    var contentType: String?
    /// The body, in base64.
    var bodyBase64: String?
    /// The body as text, where no byte of it needs base64.
    var body: String?
    var accepted: Bool
    /// How many samples it counted, if that was recorded.
    var samples: Int?
    /// Why it refused the body.
    var error: String?

    private enum CodingKeys: String, CodingKey {
        case id
        case contentType = "content_type"
        case bodyBase64 = "body_base64"
        case body
        case accepted
        case samples
        case error
    }

    /// The body; nil if the line has none that can be read.
    var bytes: [UInt8]? {
        if let bodyBase64 { return Data(base64Encoded: bodyBase64).map { [UInt8]($0) } }
        return body.map { Array($0.utf8) }
    }
}
