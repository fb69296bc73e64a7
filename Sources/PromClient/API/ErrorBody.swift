/// What the body of an answer that is no success says.
enum ErrorBody {
    /// JSON, of the API or at least with a message.
    case api(type: String, detail: String)
    /// A page for a browser.
    case html(title: String?)
    /// Anything else; its beginning.
    case text(String)

    /// Only what calls itself JSON is read as JSON, and only what can be is.
    init(_ answer: HTTPAnswer) {
        if answer.isJSON, let envelope = try? Envelope<Void>.read(answer.body, data: { _ in }) {
            self = .api(type: envelope.errorType, detail: envelope.detail)
        } else if answer.isHTML {
            self = .html(title: Self.title(of: answer.body))
        } else {
            self = .text(PrintableExcerpt.of(answer.body, atMost: PrintableExcerpt.pageLength))
        }
    }

    /// What there is to quote.
    var detail: String {
        switch self {
        case .api(_, let detail): detail
        case .html(let title): title ?? ""
        case .text(let text): text
        }
    }

    private static func title(of body: [UInt8]) -> String? {
        let start = String(decoding: body.prefix(16_384), as: UTF8.self)
        let lower = start.lowercased()
        // Lower case may differ in length outside ASCII; then offsets do not carry over.
        let page = lower.utf8.count == start.utf8.count ? start : lower
        guard let tag = lower.firstRange(of: "<title"),
            let close = lower[tag.upperBound...].firstIndex(of: ">"),
            let end = lower[close...].firstRange(of: "</title")
        else { return nil }
        let from = lower.utf8.distance(from: lower.startIndex, to: lower.index(after: close))
        let length = lower.utf8.distance(from: lower.index(after: close), to: end.lowerBound)
        let bytes = Array(page.utf8.dropFirst(from).prefix(length))
        let title = PrintableExcerpt.of(bytes, atMost: PrintableExcerpt.pageLength)
        return title.isEmpty ? nil : title
    }
}

extension HTTPAnswer {
    /// Whether the content type is JSON, with whatever parameters.
    var isJSON: Bool { mediaType == "application/json" }

    /// Whether it is a page for a browser, by its type or its first bytes.
    var isHTML: Bool {
        if mediaType == "text/html" || mediaType == "application/xhtml+xml" { return true }
        let start = String(decoding: body.prefix(64), as: UTF8.self).drop(while: \.isWhitespace).lowercased()
        return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
    }

    private var mediaType: String {
        let type = (contentType ?? "").prefix { $0 != ";" }.lowercased()
        return String(type.filter { !$0.isWhitespace })
    }
}
