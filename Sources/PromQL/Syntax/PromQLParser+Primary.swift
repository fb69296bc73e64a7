internal import PromModel

extension PromQLParser {
    /// Reads a number, text, selector, call, aggregation or an expression in parentheses.
    mutating func parsePrimary() throws(Lexer.Failure) -> Parsed {
        let start = current.offset
        switch current.kind {
        case .number(let value):
            index += 1
            return Parsed(expression: .number(value), offset: start)
        case .duration(let duration):
            // Prometheus 3 reads a duration as its seconds wherever a number may stand.
            index += 1
            return Parsed(expression: .number(Double(duration.milliseconds) / 1000), offset: start)
        case .string(let text):
            index += 1
            return Parsed(expression: .string(text), offset: start)
        case .sign("("):
            index += 1
            let inner = try parseExpression(above: 0)
            try expect(")", in: "parentheses")
            return try join(.parenthesized(inner.expression), of: [inner], at: start)
        case .sign("{"), .metricName:
            return try parseSelector()
        case .identifier(let name):
            return try parseName(name)
        case .sign, .end:
            throw unexpected(in: nil)
        }
    }

    private mutating func parseName(_ name: String) throws(Lexer.Failure) -> Parsed {
        let start = current.offset
        let lowercased = name.lowercased()
        switch lowercased {
        case "inf", "nan":
            index += 1
            return Parsed(expression: .number(lowercased == "inf" ? .infinity : StaleMarker.ordinaryNaN), offset: start)
        case "bool", "on", "ignoring", "group_left", "group_right":
            throw unexpected(in: nil)
        default:
            break
        }
        let opensCall = next.kind == .sign("(")
        if let operation = AggregationOperator(rawValue: lowercased), opensCall || isGroupingNext {
            return try parseAggregation(operation)
        }
        guard opensCall else { return try parseSelector() }
        guard let function = Function(rawValue: name) else {
            throw Lexer.Failure(message: "unknown function with name \(Labels.quoted(name))", offset: start)
        }
        guard !function.isExperimental || features.contains(.experimentalFunctions) else {
            throw Lexer.Failure(message: "function \(Labels.quoted(name)) is not enabled", offset: start)
        }
        index += 1
        let context = "call to function \(Labels.quoted(name))"
        let arguments = function == .info ? try parseInfoArguments(in: context) : try parseArguments(in: context)
        try check(arguments, of: function, at: start)
        return try join(.call(function, arguments.map(\.expression)), of: arguments, at: start)
    }

    private var isGroupingNext: Bool {
        guard case .identifier(let word) = next.kind else { return false }
        return ["by", "without"].contains(word.lowercased())
    }

    /// Reads expressions in parentheses, separated by commas.
    mutating func parseArguments(in context: String) throws(Lexer.Failure) -> [Parsed] {
        try expect("(", in: context)
        var arguments: [Parsed] = []
        if skip(")") { return arguments }
        repeat {
            arguments.append(try parseExpression(above: 0))
        } while skip(",")
        try expect(")", in: "parentheses")
        return arguments
    }

    /// Reads a vector and the conditions for labels of info metrics, which may match nothing at all.
    private mutating func parseInfoArguments(in context: String) throws(Lexer.Failure) -> [Parsed] {
        try expect("(", in: context)
        var arguments: [Parsed] = []
        if skip(")") { return arguments }
        arguments.append(try parseExpression(above: 0))
        while skip(",") {
            let offset = current.offset
            if arguments.count == 1, current.kind == .sign("{") {
                let selector = VectorSelector(matchers: try parseMatchers(named: nil))
                arguments.append(Parsed(expression: .selector(selector), offset: offset))
            } else {
                arguments.append(try parseExpression(above: 0))
                guard arguments.count > 2 else {
                    let message = "expected label selectors only, got vector selector instead"
                    throw Lexer.Failure(message: message, offset: offset)
                }
            }
        }
        try expect(")", in: "parentheses")
        return arguments
    }

    private func check(_ arguments: [Parsed], of function: Function, at offset: Int) throws(Lexer.Failure) {
        let signature = function.signature
        let least = signature.arguments.count - signature.optional
        let name = Labels.quoted(function.rawValue)
        if arguments.count < least || signature.optional == 0 && arguments.count > least {
            let qualifier = signature.optional == 0 ? "" : "at least "
            let message = "expected \(qualifier)\(least) argument(s) in call to \(name), got \(arguments.count)"
            throw Lexer.Failure(message: message, offset: offset)
        }
        if !signature.isVariadic && arguments.count > signature.arguments.count {
            let most = signature.arguments.count
            let message = "expected at most \(most) argument(s) in call to \(name), got \(arguments.count)"
            throw Lexer.Failure(message: message, offset: offset)
        }
        for (position, argument) in arguments.enumerated() {
            let expected = signature.arguments[min(position, signature.arguments.count - 1)]
            try expectType(expected, of: argument, in: "call to function \(name)")
        }
    }

    private func expectType(_ type: ValueType, of part: Parsed, in context: String) throws(Lexer.Failure) {
        guard part.expression.type != type else { return }
        let message = "expected type \(type.rawValue) in \(context), got \(part.expression.type.rawValue)"
        throw Lexer.Failure(message: message, offset: part.offset)
    }

    private mutating func parseAggregation(_ operation: AggregationOperator) throws(Lexer.Failure) -> Parsed {
        let start = current.offset
        guard !operation.isExperimental || features.contains(.experimentalFunctions) else {
            let message = "\(operation.rawValue)() is experimental and must be enabled with its flag"
            throw Lexer.Failure(message: message, offset: start)
        }
        index += 1
        var grouping = try parseGrouping()
        let arguments = try parseArguments(in: "aggregation")
        if grouping == nil { grouping = try parseGrouping() }
        let expected = operation.takesParameter ? 2 : 1
        guard arguments.count == expected, let vector = arguments.last else {
            let message =
                arguments.isEmpty
                ? "no arguments for aggregate expression provided"
                : "wrong number of arguments for aggregate expression provided, expected \(expected), "
                    + "got \(arguments.count)"
            throw Lexer.Failure(message: message, offset: start)
        }
        if operation.takesParameter, let parameter = arguments.first {
            let type: ValueType = operation == .countValues ? .string : .scalar
            try expectType(type, of: parameter, in: "aggregation parameter")
        }
        try expectType(.vector, of: vector, in: "aggregation expression")
        let aggregation = Aggregation(
            operation,
            vector.expression,
            parameter: operation.takesParameter ? arguments.first?.expression : nil,
            grouping: grouping ?? .by([])
        )
        return try join(.aggregation(aggregation), of: arguments, at: start)
    }

    private mutating func parseGrouping() throws(Lexer.Failure) -> Grouping? {
        switch keyword {
        case "by":
            index += 1
            return .by(try parseLabelNames())
        case "without":
            index += 1
            return .without(try parseLabelNames())
        default:
            return nil
        }
    }
}
