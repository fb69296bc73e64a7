internal import PromModel

extension Expression {
    /// The longest line that is not broken; what cannot be broken may be longer.
    private static let lineLength = 100

    /// The expression over several lines where it is long, as `promtool promql format` lays it out.
    ///
    /// Reading it again gives an equal expression.
    package var pretty: String { pretty(level: 0) }

    private func pretty(level: Int) -> String {
        let indent = String(repeating: "  ", count: level)
        switch self {
        case .negated(let inner): return "\(indent)-\(inner.pretty(level: level).dropFirst(indent.utf8.count))"
        case .plus(let inner): return "\(indent)+\(inner.pretty(level: level).dropFirst(indent.utf8.count))"
        default: break
        }
        let line = description
        guard line.count > Self.lineLength else { return indent + line }
        switch self {
        case .parenthesized(let inner): return "\(indent)(\n\(inner.pretty(level: level + 1))\n\(indent))"
        case .call(let function, let arguments):
            return "\(indent)\(function.rawValue)(\n\(Self.pretty(arguments, level: level + 1))\n\(indent))"
        case .aggregation(let aggregation):
            let arguments = [aggregation.parameter, aggregation.expression].compactMap { $0 }
            return "\(indent)\(aggregation.head)(\n\(Self.pretty(arguments, level: level + 1))\n\(indent))"
        case .binary(let operation):
            let left = operation.left.pretty(level: level + 1)
            let right = operation.right.pretty(level: level + 1)
            return "\(left)\n\(indent)\(operation.sign)\n\(right)"
        case .subquery(let subquery): return subquery.expression.pretty(level: level) + subquery.suffix
        default: return indent + line
        }
    }

    private static func pretty(_ arguments: [Expression], level: Int) -> String {
        arguments.map { $0.pretty(level: level) }.joined(separator: ",\n")
    }
}
