/// The text formats in which metrics are exposed.
package enum ExpositionFormat: Hashable, Sendable {
    /// The Prometheus text format, 0.0.4 or 1.0.0.
    case text
    /// OpenMetrics 1.0 text.
    case openMetrics

    /// Chooses the format by a `Content-Type` header.
    ///
    /// Anything but OpenMetrics is read as text, as Prometheus 2.x does. Where Prometheus 3.x would refuse the
    /// response, ``problem(withContentType:)`` says so.
    package init(contentType: String?) {
        let isOpenMetrics = ExpositionFormat.mediaType(of: contentType) == "application/openmetrics-text"
        self = isOpenMetrics ? .openMetrics : .text
    }

    /// What is wrong with a `Content-Type` header, or nil if it names a text format.
    package static func problem(withContentType contentType: String?) -> ExpositionProblem? {
        switch mediaType(of: contentType) {
        case "application/openmetrics-text", "text/plain": nil
        case "": ExpositionProblem(kind: .missingContentType, line: 0, column: 0)
        case let other: ExpositionProblem(kind: .unknownContentType(other), line: 0, column: 0)
        }
    }

    /// The part of the header before any parameter, in lower case.
    private static func mediaType(of contentType: String?) -> String {
        let type = (contentType ?? "").prefix { $0 != ";" }
        return type.filter { $0 != " " && $0 != "\t" }.lowercased()
    }
}
