internal import PromModel

extension PromQLParser {
    /// A length of time: a plain one, or how to compute it, in which case the plain one says nothing.
    struct Length {
        var plain: Duration
        var computed: DurationExpression?
    }

    /// Reads the length of a range or step, which has to be positive.
    mutating func parseLength(in context: String) throws(Lexer.Failure) -> Length {
        let offset = current.offset
        let expression = try parseDurationExpression(above: 0, in: context)
        if case .number(let seconds) = expression, !(seconds > 0) {
            throw Lexer.Failure(message: "duration must be greater than 0", offset: offset)
        }
        if case .duration(.zero) = expression {
            throw Lexer.Failure(message: "duration must be greater than 0", offset: offset)
        }
        return try length(expression, isPositive: true, at: offset)
    }

    /// Reads an offset: one number or duration with a sign, or whatever in parentheses.
    ///
    /// An operator behind it belongs to what the offset is of.
    mutating func parseOffset() throws(Lexer.Failure) -> Length {
        let offset = current.offset
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        let expression = try parseDurationOperand(in: "offset")
        return try length(isNegative ? expression.negation : expression, isPositive: false, at: offset)
    }

    private func length(
        _ expression: DurationExpression,
        isPositive: Bool,
        at offset: Int
    ) throws(Lexer.Failure) -> Length {
        guard expression.isConstant else { return Length(plain: .zero, computed: expression) }
        do throws(DurationExpression.Failure) {
            return Length(plain: try expression.duration(step: .zero, range: .zero, isPositive: isPositive))
        } catch {
            throw Lexer.Failure(message: error.reason, offset: offset)
        }
    }

    private mutating func parseDurationExpression(
        above precedence: Int,
        in context: String
    ) throws(Lexer.Failure) -> DurationExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= PromQLParser.maximumHeight else { throw tooDeep(at: current.offset) }
        var left: DurationExpression
        if skip("-") {
            left = try parseDurationExpression(above: 2, in: context).negation
        } else if skip("+") {
            left = try parseDurationExpression(above: 2, in: context)
        } else {
            left = try parseDurationOperand(in: context)
        }
        while let (operation, strength) = durationOperator, strength > precedence {
            try requireExpressions()
            index += 1
            let floor = operation == .power ? strength - 1 : strength
            left = .binary(operation, left, try parseDurationExpression(above: floor, in: context))
        }
        return left
    }

    private var durationOperator: (DurationExpression.Operation, Int)? {
        guard case .sign(let sign) = current.kind, let operation = DurationExpression.Operation(rawValue: sign) else {
            return nil
        }
        switch operation {
        case .add, .subtract: return (operation, 1)
        case .multiply, .divide, .modulo: return (operation, 2)
        case .power: return (operation, 3)
        case .smaller, .greater, .formerSmaller, .formerGreater: return nil
        }
    }

    private mutating func parseDurationOperand(in context: String) throws(Lexer.Failure) -> DurationExpression {
        switch current.kind {
        case .duration(let duration):
            index += 1
            return .duration(duration)
        case .number(let seconds) where abs(seconds) < 9e12:
            index += 1
            return .number(seconds)
        case .sign("("):
            try requireExpressions()
            index += 1
            let inner = try parseDurationExpression(above: 0, in: context)
            try expect(")", in: "parentheses")
            return inner
        case .identifier where next.kind == .sign("("):
            return try parseDurationCall(in: context)
        default:
            throw unexpected(in: context, expected: "number, duration, step(), or range()")
        }
    }

    private mutating func parseDurationCall(in context: String) throws(Lexer.Failure) -> DurationExpression {
        try requireExpressions()
        let operation: DurationExpression.Operation
        switch keyword {
        case "step", "range":
            let isStep = keyword == "step"
            index += 2
            try expect(")", in: "parentheses")
            return isStep ? .step : .range
        case "min_of": operation = .smaller
        case "max_of": operation = .greater
        case "min": operation = .formerSmaller
        case "max": operation = .formerGreater
        default: throw unexpected(in: context, expected: "number, duration, step(), or range()")
        }
        index += 2
        let left = try parseDurationExpression(above: 0, in: context)
        try expect(",", in: "duration expression")
        let right = try parseDurationExpression(above: 0, in: context)
        try expect(")", in: "parentheses")
        return .binary(operation, left, right)
    }

    private func requireExpressions() throws(Lexer.Failure) {
        guard !features.contains(.durationExpressions) else { return }
        throw Lexer.Failure(message: "experimental duration expression is not enabled", offset: current.offset)
    }
}

extension DurationExpression {
    /// The same backwards; of a plain number the number itself.
    fileprivate var negation: DurationExpression {
        switch self {
        case .number(let value): .number(-value)
        case .duration(let duration): .duration(.zero - duration)
        default: .negated(self)
        }
    }
}

extension ComputedDurations? {
    /// The same with another offset; nil if nothing is left to compute.
    func with(offset: DurationExpression?) -> ComputedDurations? {
        var result = self ?? ComputedDurations()
        result.offset = offset
        return result == ComputedDurations() ? nil : result
    }
}
