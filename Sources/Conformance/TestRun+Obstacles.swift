internal import PromModel
internal import PromQL

extension TestRun {
    /// What an expression would look at that the engine does not have; nil if there is nothing of the kind.
    func obstacle(to expression: Expression) -> String? {
        guard !foreign.isEmpty else { return nil }
        for selector in expression.selectors {
            if let found = foreign.first(where: { series in selector.matchers.allSatisfy { $0.matches(series.labels) } }
            ) {
                return found.reason
            }
        }
        return nil
    }
}

extension Expression {
    /// The expressions directly within this one.
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

    /// All selectors within the expression.
    fileprivate var selectors: [VectorSelector] {
        switch self {
        case .selector(let selector), .range(let selector, _): [selector]
        default: parts.flatMap(\.selectors)
        }
    }

    /// Whether the answer depends on the start, end or step of the query.
    var asksForQuery: Bool {
        if case .call(let function, _) = self, [.start, .end, .step, .range].contains(function) { return true }
        return parts.contains(where: \.asksForQuery)
    }
}
