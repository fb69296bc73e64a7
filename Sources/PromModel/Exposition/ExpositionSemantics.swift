/// What the major versions of Prometheus read differently.
package struct ExpositionSemantics: Hashable, Sendable {
    /// Whether a name may be any text: in quotes, or with the blanks that stand before it.
    package var allowsAnyName: Bool
    /// Whether in OpenMetrics a comma may follow the last label.
    package var allowsTrailingComma: Bool
    /// Whether every sample may have an exemplar, and not only a total or a bucket.
    package var allowsExemplarsAnywhere: Bool
    /// Whether the bounds of buckets and quantiles are written in one way, `1.0` for `1`.
    package var normalizesBounds: Bool
    /// Whether a response has to say what it is, and is not simply taken for text.
    package var requiresContentType: Bool

    /// As Prometheus 2.42 reads: plain names only.
    package static let prometheus2 = ExpositionSemantics(
        allowsAnyName: false,
        allowsTrailingComma: false,
        allowsExemplarsAnywhere: false,
        normalizesBounds: false,
        requiresContentType: false
    )

    /// As Prometheus 3 reads: names in quotes may hold any UTF-8.
    package static let prometheus3 = ExpositionSemantics(
        allowsAnyName: true,
        allowsTrailingComma: true,
        allowsExemplarsAnywhere: true,
        normalizesBounds: true,
        requiresContentType: true
    )
}
