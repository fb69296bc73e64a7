internal import PromModel

extension PromQLParser {
    /// Reads an instant vector selector.
    mutating func parseSelector() throws(Lexer.Failure) -> Parsed {
        let start = current.offset
        let matchers = try parseMatchers(named: takeMetricName())
        guard matchers.contains(where: { !$0.matchesEmpty }) else {
            let message = "vector selector must contain at least one non-empty matcher"
            throw Lexer.Failure(message: message, offset: start)
        }
        return Parsed(expression: .selector(VectorSelector(matchers: matchers)), offset: start)
    }

    /// Moves over a metric name, if one comes next.
    mutating func takeMetricName() -> String? {
        switch current.kind {
        case .identifier(let name), .metricName(let name):
            index += 1
            return name
        default:
            return nil
        }
    }

    /// Reads matchers in braces, if there are any, and puts the metric name before them.
    mutating func parseMatchers(named name: String?) throws(Lexer.Failure) -> [LabelMatcher] {
        var matchers: [LabelMatcher] = []
        if let name { matchers.append(LabelMatcher(Labels.metricNameLabel, equals: name)) }
        guard skip("{") else { return matchers }
        while !skip("}") {
            let offset = current.offset
            let matcher = try parseMatcher()
            if matcher.name == Labels.metricNameLabel, let name {
                let message =
                    "metric name must not be set twice: \(Labels.quoted(name)) or "
                    + Labels.quoted(matcher.value)
                throw Lexer.Failure(message: message, offset: offset)
            }
            matchers.append(matcher)
            if !skip(",") {
                guard current.kind == .sign("}") else {
                    throw unexpected(in: "label matching", expected: "\",\" or \"}\"")
                }
            }
        }
        return matchers
    }

    private mutating func parseMatcher() throws(Lexer.Failure) -> LabelMatcher {
        let start = current
        let name: String
        switch start.kind {
        case .identifier(let plain): name = plain
        case .string(let quoted) where !quoted.isEmpty && !StrayByte.isPresent(in: quoted): name = quoted
        default: throw unexpected(in: "label matching", expected: "identifier or \"}\"")
        }
        index += 1
        guard case .sign(let sign) = current.kind, let operation = LabelMatcher.Operation(rawValue: sign) else {
            // A text alone is the metric name: {"my.metric"}.
            if case .string = start.kind, [.sign(","), .sign("}")].contains(current.kind) {
                return LabelMatcher(Labels.metricNameLabel, equals: name)
            }
            throw unexpected(in: "label matching", expected: "label matching operator")
        }
        index += 1
        let valueOffset = current.offset
        guard case .string(let value) = current.kind else {
            throw unexpected(in: "label matching", expected: "string")
        }
        index += 1
        do throws(RegexError) {
            return try LabelMatcher(name, operation, value, dotMatchesAll: dotMatchesAll)
        } catch {
            throw Lexer.Failure(message: error.description, offset: valueOffset)
        }
    }
}
