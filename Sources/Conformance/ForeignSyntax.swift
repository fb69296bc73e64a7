/// Parts of PromQL that Prometheus has behind feature flags and the engine does not have.
enum ForeignSyntax {
    private static let words = [
        ("info(", "info()"), ("anchored", "anchored vectors"), ("smoothed", "smoothed vectors"),
        (" fill", "fill modifiers"), ("timeseries_gen(", "timeseries_gen()"), ("</", "trimmed native histograms"),
        (">/", "trimmed native histograms"),
    ]

    /// What is foreign in an expression that could not be read; nil if nothing is known to be.
    static func name(in expression: String) -> String? {
        words.first { expression.contains($0.0) }?.1
            ?? (hasDurationExpression(expression) ? "duration expressions" : nil)
    }

    /// Whether there is arithmetic within brackets, or a parenthesis or a function behind `offset`.
    private static func hasDurationExpression(_ expression: String) -> Bool {
        for part in expression.split(separator: "[").dropFirst() {
            let inside = part.prefix { $0 != "]" }
            if inside.contains(where: { "+-*/%^()".contains($0) }) { return true }
        }
        return expression.contains(/\boffset\s+[-+]?\s*\w*\(/.ignoresCase())
    }
}
