import PromModel

/// What a body is that is no metrics, in words for a person.
///
/// By its first bytes: what is called a page of text may be a login page, and what is called HTML may be metrics.
package enum PageKind {
    private static let advice = "not metrics: is the path right?"
    private static let encodings: Set<String> = ["", "identity", "gzip", "x-gzip", "deflate"]

    /// Why a body needs no reading as metrics; nil where it may be some.
    static func refusal(of answer: HTTPAnswer) -> String? {
        let encoding = (answer.header("content-encoding") ?? "").lowercased()
        if !encodings.contains(encoding) {
            return "its page is compressed in a way that nobody asked for (\(encoding.prefix(20)))"
        }
        let isReadable = ExpositionFormat.problem(withContentType: answer.contentType) == nil
        if mediaType(of: answer).contains("protobuf"), !isReadable {
            return "it answers protobuf in a form that nobody asked for"
        }
        if ExpositionFormat(contentType: answer.contentType) == .protobuf { return nil }
        return language(of: answer.body) == "HTML" ? "it answers HTML, \(advice)" : nil
    }

    /// What a body is written in that could not be read as metrics, by its first byte; nil where that says nothing.
    ///
    /// A line of metrics may begin with a brace, too.
    package static func language(of body: [UInt8]) -> String? {
        switch firstByte(of: body) {
        case UInt8(ascii: "<"): "HTML"
        case UInt8(ascii: "{"), UInt8(ascii: "["): "JSON"
        default: nil
        }
    }

    /// What a body turned out to be that could not be read as metrics; nil where its kind says no more than its place.
    static func name(of answer: HTTPAnswer) -> String? {
        let isJSON = language(of: answer.body) == "JSON" || mediaType(of: answer).hasSuffix("json")
        return isJSON ? "it answers JSON, \(advice)" : nil
    }

    private static func mediaType(of answer: HTTPAnswer) -> String {
        let type = (answer.contentType ?? "").prefix { $0 != ";" }
        return type.filter { $0 != " " }.lowercased()
    }

    /// The first byte that is no blank; nil where there is none.
    private static func firstByte(of body: [UInt8]) -> UInt8? {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = body.starts(with: mark) ? body.dropFirst(mark.count) : body[...]
        return text.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    }
}
