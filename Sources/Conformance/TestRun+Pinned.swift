internal import PromModel
internal import PromQL

extension TestRun {
    /// Whether an expression's answer may depend on the moment of evaluation even if all its selectors are fixed.
    static func isBoundToMoment(_ expression: Expression) -> Bool {
        guard case .call(let function, _) = expression else {
            return expression.parts.contains(where: isBoundToMoment)
        }
        switch function {
        case .time, .timestamp, .startTimestamp, .minute, .hour, .month, .year, .dayOfMonth, .dayOfWeek, .dayOfYear,
            .daysInMonth, .predictLinear, .start, .end, .step, .range, .info:
            return true
        default:
            return expression.parts.contains(where: isBoundToMoment)
        }
    }

    /// Moments at which an expression with fixed selectors has to give the same answer.
    static func otherMoments(than moment: Timestamp) -> [Timestamp] {
        let epoch = Timestamp(milliseconds: 0)
        let time = moment - epoch
        if time == .zero { return [epoch - .seconds(1), epoch + .seconds(1)] }
        let fifth = epoch + .milliseconds(time.milliseconds / 5)
        return [epoch.after(10, steps: .zero - time), epoch, fifth, epoch.after(10, steps: time)]
    }
}

extension Expression {
    /// The expression with every selector and subquery fixed at a moment, unless it is fixed already.
    ///
    /// What stands within a subquery is left alone: the subquery decides when it is evaluated.
    func pinned(at moment: Timestamp) -> Expression {
        switch self {
        case .number, .string: return self
        case .selector(var selector):
            selector.at = selector.at ?? .timestamp(moment)
            return .selector(selector)
        case .range(var selector, let range):
            selector.at = selector.at ?? .timestamp(moment)
            return .range(selector, range)
        case .subquery(var subquery):
            subquery.at = subquery.at ?? .timestamp(moment)
            return .subquery(subquery)
        case .negated(let inner): return .negated(inner.pinned(at: moment))
        case .plus(let inner): return .plus(inner.pinned(at: moment))
        case .parenthesized(let inner): return .parenthesized(inner.pinned(at: moment))
        case .binary(var operation):
            operation.left = operation.left.pinned(at: moment)
            operation.right = operation.right.pinned(at: moment)
            return .binary(operation)
        case .aggregation(var aggregation):
            aggregation.expression = aggregation.expression.pinned(at: moment)
            aggregation.parameter = aggregation.parameter?.pinned(at: moment)
            return .aggregation(aggregation)
        case .call(let function, let arguments):
            return .call(function, arguments.map { $0.pinned(at: moment) })
        }
    }
}
