internal import PromModel

extension Expression {
    /// The expression with every computed length of time in plain terms, as it is in a query of some step and range.
    ///
    /// - Throws: The error of Prometheus where a length is not positive although it has to be.
    func resolvingDurations(step: Duration, range: Duration) throws(PromQLError) -> Expression {
        guard hasComputedDurations else { return self }
        do throws(DurationExpression.Failure) {
            return try resolved(step: step, range: range)
        } catch {
            throw .invalidParameter(error.reason)
        }
    }

    private var hasComputedDurations: Bool {
        switch self {
        case .number, .string: false
        case .selector(let selector), .range(let selector, _): selector.computed != nil
        case .subquery(let subquery): subquery.computed != nil || subquery.expression.hasComputedDurations
        case .negated(let inner), .plus(let inner), .parenthesized(let inner): inner.hasComputedDurations
        case .binary(let operation): operation.left.hasComputedDurations || operation.right.hasComputedDurations
        case .aggregation(let aggregation):
            aggregation.expression.hasComputedDurations || aggregation.parameter?.hasComputedDurations ?? false
        case .call(_, let arguments): arguments.contains(where: \.hasComputedDurations)
        }
    }

    private func resolved(step: Duration, range: Duration) throws(DurationExpression.Failure) -> Expression {
        switch self {
        case .number, .string: return self
        case .selector(let selector): return .selector(try selector.resolved(step: step, range: range))
        case .range(let selector, let duration):
            let length = try selector.computed?.range?.duration(step: step, range: range, isPositive: true)
            return .range(try selector.resolved(step: step, range: range), length ?? duration)
        case .subquery(let subquery):
            var result = subquery
            result.expression = try subquery.expression.resolved(step: step, range: range)
            if let computed = subquery.computed {
                result.computed = nil
                if let offset = computed.offset {
                    result.offset = try offset.duration(step: step, range: range, isPositive: false)
                }
                if let length = computed.step {
                    result.step = try length.duration(step: step, range: range, isPositive: true)
                }
                if let length = computed.range {
                    result.range = try length.duration(step: step, range: range, isPositive: true)
                }
            }
            return .subquery(result)
        case .negated(let inner): return .negated(try inner.resolved(step: step, range: range))
        case .plus(let inner): return .plus(try inner.resolved(step: step, range: range))
        case .parenthesized(let inner): return .parenthesized(try inner.resolved(step: step, range: range))
        case .binary(var operation):
            operation.left = try operation.left.resolved(step: step, range: range)
            operation.right = try operation.right.resolved(step: step, range: range)
            return .binary(operation)
        case .aggregation(var aggregation):
            aggregation.expression = try aggregation.expression.resolved(step: step, range: range)
            aggregation.parameter = try aggregation.parameter?.resolved(step: step, range: range)
            return .aggregation(aggregation)
        case .call(let function, let arguments):
            var resolved: [Expression] = []
            for argument in arguments {
                resolved.append(try argument.resolved(step: step, range: range))
            }
            return .call(function, resolved)
        }
    }
}

extension VectorSelector {
    fileprivate func resolved(step: Duration, range: Duration) throws(DurationExpression.Failure) -> VectorSelector {
        guard let computed else { return self }
        var result = self
        result.computed = nil
        if let offset = computed.offset {
            result.offset = try offset.duration(step: step, range: range, isPositive: false)
        }
        return result
    }
}
