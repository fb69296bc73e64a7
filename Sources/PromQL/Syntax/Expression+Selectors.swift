extension Expression {
    /// The selectors in it, from left to right.
    package var selectors: [VectorSelector] {
        switch self {
        case .number, .string: []
        case .selector(let selector), .range(let selector, _): [selector]
        case .subquery(let subquery): subquery.expression.selectors
        case .negated(let inner), .plus(let inner), .parenthesized(let inner): inner.selectors
        case .binary(let operation): operation.left.selectors + operation.right.selectors
        case .aggregation(let aggregation): (aggregation.parameter?.selectors ?? []) + aggregation.expression.selectors
        case .call(_, let arguments): arguments.flatMap(\.selectors)
        }
    }
}
