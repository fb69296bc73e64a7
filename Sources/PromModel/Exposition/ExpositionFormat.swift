/// The formats in which metrics are exposed.
package enum ExpositionFormat: Hashable, Sendable {
    /// The Prometheus text format, 0.0.4 or 1.0.0.
    case text
    /// OpenMetrics 1.0 text.
    case openMetrics
    /// Messages of protocol buffers, each a metric family behind its length.
    case protobuf

    /// Chooses the format by a `Content-Type` header.
    ///
    /// Anything but OpenMetrics and protocol buffers is read as text, as Prometheus 2.x does. Where Prometheus 3.x would refuse the
    /// response, ``problem(withContentType:)`` says so.
    package init(contentType: String?) {
        switch ExpositionFormat.mediaType(of: contentType) {
        case "application/openmetrics-text": self = .openMetrics
        case ExpositionFormat.protobufType: self = .protobuf
        default: self = .text
        }
    }

    /// What is wrong with a `Content-Type` header, or nil if it names a format that is read.
    package static func problem(withContentType contentType: String?) -> ExpositionProblem? {
        switch mediaType(of: contentType) {
        case "application/openmetrics-text", "text/plain": nil
        case protobufType where isDelimited(contentType ?? ""): nil
        case protobufType:
            ExpositionProblem(kind: .unknownContentType(contentType ?? ""), line: 0, column: 0)
        case "": ExpositionProblem(kind: .missingContentType, line: 0, column: 0)
        case let other: ExpositionProblem(kind: .unknownContentType(other), line: 0, column: 0)
        }
    }

    /// Pages of protocol buffers.
    static let protobufType = "application/vnd.google.protobuf"

    /// Whether messages of protocol buffers have their lengths before them; there are readable forms, too.
    private static func isDelimited(_ contentType: String) -> Bool {
        let parameters = contentType.lowercased().split(separator: ";").dropFirst().map { part in
            part.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
        }
        let encoding = parameters.first { $0.hasPrefix("encoding=") }
        return encoding == nil || encoding == "encoding=delimited"
    }

    /// The part of the header before any parameter, in lower case.
    private static func mediaType(of contentType: String?) -> String {
        let type = (contentType ?? "").prefix { $0 != ";" }
        return type.filter { $0 != " " && $0 != "\t" }.lowercased()
    }
}
