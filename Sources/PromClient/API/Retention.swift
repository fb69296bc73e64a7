import PromQL

/// How long a server keeps samples: for a time, as far as they fit into a size, or until either is reached.
package struct Retention: Sendable, Equatable {
    /// The time; nil where a size alone decides.
    package let time: Duration?
    /// The size as the server writes it, such as `512MiB`; nil where there is no limit.
    package let size: String?

    /// Reads what the server says: `15d`, `512MiB`, `15d or 512MiB`; nil where it is neither.
    package init?(_ text: String) {
        let words = text.split(separator: " ").filter { $0 != "or" }.map(String.init)
        time = words.lazy.compactMap(PromQLDuration.parse).first { $0 > .zero }
        size = words.first { PromQLDuration.parse($0) == nil && $0.first?.isNumber == true }
            .map { PrintableExcerpt.of($0, atMost: 20) }
        if time == nil, size == nil { return nil }
    }
}
