internal import PromModel
internal import PromQL

extension TestRun {
    /// The feature that an expression needs and that is switched off; nil if it cannot be read anyhow.
    func missingFeature(for text: String) -> String? {
        PromQLFeatures.names.first { name, feature in
            guard !features.contains(feature) else { return false }
            return (try? PromQLParser.parse(text, features: features.union(feature))) != nil
        }?.name
    }
}

extension Expression {
    /// The expressions that this one is made of.
    var parts: [Expression] {
        switch self {
        case .number, .string, .selector, .range: []
        case .subquery(let subquery): [subquery.expression]
        case .negated(let inner), .plus(let inner), .parenthesized(let inner): [inner]
        case .binary(let operation): [operation.left, operation.right]
        case .aggregation(let aggregation): [aggregation.parameter, aggregation.expression].compactMap { $0 }
        case .call(_, let arguments): arguments
        }
    }

    /// Whether the answer depends on the query itself: its start, end, step or range.
    var asksForQuery: Bool {
        switch self {
        case .call(let function, _) where [.start, .end, .step, .range].contains(function): return true
        case .selector(let selector) where selector.computed != nil: return true
        case .range(let selector, _) where selector.computed != nil: return true
        case .subquery(let subquery) where subquery.computed != nil: return true
        default: return parts.contains(where: \.asksForQuery)
        }
    }
}
