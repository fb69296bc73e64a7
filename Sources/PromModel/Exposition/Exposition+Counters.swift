extension Exposition {
    /// Whether the samples of a name are totals that start at zero.
    ///
    /// By what is declared; `byName` takes the word of a name's ending where nothing is.
    package func countsUp(_ name: String, byName: Bool = false) -> Bool {
        guard let type = metadata(for: name)?.type, type != .untyped, type != .unknown else {
            return byName && (name.hasSuffix("_total") || name.hasSuffix("_count") || name.hasSuffix("_sum"))
        }
        switch type {
        case .counter: return !name.hasSuffix("_created")
        case .histogram: return name.hasSuffix("_bucket") || name.hasSuffix("_count") || name.hasSuffix("_sum")
        case .summary: return name.hasSuffix("_count") || name.hasSuffix("_sum")
        default: return false
        }
    }
}
