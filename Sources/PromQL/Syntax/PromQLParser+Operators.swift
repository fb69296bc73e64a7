internal import PromModel

extension PromQLParser {
    /// Reads an expression whose operators all bind tighter than `precedence`.
    mutating func parseExpression(above precedence: Int) throws(Lexer.Failure) -> Parsed {
        depth += 1
        defer { depth -= 1 }
        guard depth <= PromQLParser.maximumHeight else { throw tooDeep(at: current.offset) }
        var left = try parseUnary()
        while let operation = currentOperator, operation.precedence > precedence {
            index += 1
            let modifiers = try parseModifiers(of: operation)
            let floor = operation.isRightAssociative ? operation.precedence - 1 : operation.precedence
            let right = try parseExpression(above: floor)
            let binary = BinaryOperation(
                operation,
                left: left.expression,
                right: right.expression,
                matching: modifiers.matching ?? VectorMatching(),
                returnsBool: modifiers.returnsBool
            )
            try check(binary, left, right, hasMatching: modifiers.matching != nil)
            left = try join(.binary(binary), of: [left, right], at: left.offset)
        }
        return left
    }

    /// Signs bind as tightly as multiplication: `-2^2` is -(2^2), `-a*b` is (-a)*b.
    private mutating func parseUnary() throws(Lexer.Failure) -> Parsed {
        let start = current.offset
        var negations: [Bool] = []
        while true {
            if skip("-") {
                negations.append(true)
            } else if skip("+") {
                negations.append(false)
            } else {
                break
            }
        }
        guard !negations.isEmpty else { return try parsePostfix() }
        var operand = try parseExpression(above: BinaryOperator.multiply.precedence)
        guard operand.expression.type == .scalar || operand.expression.type == .vector else {
            let type = Labels.quoted(operand.expression.type.rawValue)
            let message = "unary expression only allowed on expressions of type scalar or instant vector, got \(type)"
            throw Lexer.Failure(message: message, offset: start)
        }
        for negation in negations.reversed() {
            if case .number(let value) = operand.expression {
                operand.expression = .number(negation ? -value : value)
            } else {
                let expression = operand.expression
                operand = try join(negation ? .negated(expression) : .plus(expression), of: [operand], at: start)
            }
        }
        operand.offset = start
        return operand
    }

    private var currentOperator: BinaryOperator? {
        switch current.kind {
        case .sign(let sign): BinaryOperator(rawValue: sign)
        case .identifier(let name): BinaryOperator(rawValue: name.lowercased())
        default: nil
        }
    }

    private mutating func parseModifiers(
        of operation: BinaryOperator
    ) throws(Lexer.Failure) -> (matching: VectorMatching?, returnsBool: Bool) {
        var returnsBool = false
        if keyword == "bool" {
            guard operation.isComparison else {
                let message = "bool modifier can only be used on comparison operators"
                throw Lexer.Failure(message: message, offset: current.offset)
            }
            returnsBool = true
            index += 1
        }
        guard let choice = keyword, choice == "on" || choice == "ignoring" else {
            var matching = VectorMatching()
            return (try parseFill(of: operation, &matching) ? matching : nil, returnsBool)
        }
        index += 1
        let names = try parseLabelNames()
        var matching = VectorMatching(labels: choice == "on" ? .by(names) : .without(names))
        guard let side = keyword, side == "group_left" || side == "group_right" else {
            _ = try parseFill(of: operation, &matching)
            return (matching, returnsBool)
        }
        let offset = current.offset
        index += 1
        let include = current.kind == .sign("(") ? try parseLabelNames() : []
        if operation.isSetOperator {
            let message = "no grouping allowed for \(Labels.quoted(operation.rawValue)) operation"
            throw Lexer.Failure(message: message, offset: offset)
        }
        if choice == "on", let both = include.first(where: names.contains) {
            let message = "label \(Labels.quoted(both)) must not occur in ON and GROUP clause at once"
            throw Lexer.Failure(message: message, offset: offset)
        }
        matching.cardinality = side == "group_left" ? .groupLeft(include: include) : .groupRight(include: include)
        _ = try parseFill(of: operation, &matching)
        return (matching, returnsBool)
    }

    /// Reads what stands for missing elements, if that is said; whether it is.
    ///
    /// The words may be names of metrics too: only before parentheses are they modifiers.
    private mutating func parseFill(
        of operation: BinaryOperator,
        _ matching: inout VectorMatching
    ) throws(Lexer.Failure) -> Bool {
        var isFilled = false
        while let word = keyword, ["fill", "fill_left", "fill_right"].contains(word), next.kind == .sign("(") {
            let offset = current.offset
            guard features.contains(.fillModifiers) else {
                throw Lexer.Failure(message: "binop fill modifiers are experimental and not enabled", offset: offset)
            }
            guard !operation.isSetOperator else {
                let message = "filling in missing series not allowed for set operators"
                throw Lexer.Failure(message: message, offset: offset)
            }
            // Each side once: both together, or one after the other.
            guard word == "fill_right" || matching.fillLeft == nil, word == "fill_left" || matching.fillRight == nil
            else { throw Lexer.Failure(message: "unexpected <\(word)>", offset: offset) }
            index += 2
            let value = try parseFillValue()
            try expect(")", in: "fill modifier")
            if word != "fill_right" { matching.fillLeft = value }
            if word != "fill_left" { matching.fillRight = value }
            isFilled = true
        }
        return isFilled
    }

    private mutating func parseFillValue() throws(Lexer.Failure) -> Double {
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        let value: Double
        switch current.kind {
        case .number(let number): value = number
        case .duration(let duration): value = Double(duration.milliseconds) / 1000
        case .identifier where keyword == "inf": value = .infinity
        case .identifier where keyword == "nan": value = StaleMarker.ordinaryNaN
        default: throw unexpected(in: "fill modifier", expected: "number")
        }
        index += 1
        return isNegative ? -value : value
    }

    private func check(
        _ operation: BinaryOperation,
        _ left: Parsed,
        _ right: Parsed,
        hasMatching: Bool
    ) throws(Lexer.Failure) {
        let types = [operation.left.type, operation.right.type]
        for (type, part) in zip(types, [left, right]) where type != .scalar && type != .vector {
            let message = "binary expression must contain only scalar and instant vector types"
            throw Lexer.Failure(message: message, offset: part.offset)
        }
        let name = Labels.quoted(operation.operation.rawValue)
        if hasMatching && types != [.vector, .vector] {
            let message = "vector matching only allowed between instant vectors"
            throw Lexer.Failure(message: message, offset: left.offset)
        }
        if operation.operation.isSetOperator && types != [.vector, .vector] {
            let message = "set operator \(name) not allowed in binary scalar expression"
            throw Lexer.Failure(message: message, offset: left.offset)
        }
        if operation.operation.isComparison && types == [.scalar, .scalar] && !operation.returnsBool {
            let message = "comparisons between scalars must use BOOL modifier"
            throw Lexer.Failure(message: message, offset: left.offset)
        }
    }

    /// Reads label names in parentheses; a trailing comma is allowed.
    mutating func parseLabelNames() throws(Lexer.Failure) -> [String] {
        try expect("(", in: "grouping opts")
        var names: [String] = []
        while !skip(")") {
            switch current.kind {
            case .identifier(let name): names.append(name)
            case .string(let name) where !name.isEmpty && !StrayByte.isPresent(in: name): names.append(name)
            default: throw unexpected(in: "grouping opts", expected: "label")
            }
            index += 1
            if !skip(",") {
                guard current.kind == .sign(")") else {
                    throw unexpected(in: "grouping opts", expected: "\",\" or \")\"")
                }
            }
        }
        return names
    }
}
