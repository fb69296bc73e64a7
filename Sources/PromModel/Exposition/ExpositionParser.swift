/// Reads what an exporter exposes.
///
/// The verdict is Prometheus's: a body that its server would reject comes back with at least one problem, one that
/// it would accept with none. Unlike Prometheus the parser goes on after a bad line, so that a dashboard can show
/// the good ones together with the reason for which they are about to be lost.
package enum ExpositionParser {
    /// How many problems are kept of one body.
    package static let maximumProblems = 100

    /// Reads a body in a known format; who reads a target again and again keeps an ``ExpositionCache``.
    ///
    /// Any bytes are allowed; the time taken is proportional to their number.
    package static func parse(
        _ bytes: [UInt8],
        format: ExpositionFormat,
        semantics: ExpositionSemantics = .prometheus3
    ) -> Exposition {
        var cache = ExpositionCache()
        return cache.parse(bytes, format: format, semantics: semantics)
    }

    /// Reads a body in the format its `Content-Type` names, noting a header that Prometheus 3.x would refuse.
    package static func parse(
        _ bytes: [UInt8],
        contentType: String?,
        semantics: ExpositionSemantics = .prometheus3
    ) -> Exposition {
        var cache = ExpositionCache()
        return cache.parse(bytes, contentType: contentType, semantics: semantics)
    }
}
