internal import PromModel

extension PromQLParser {
    /// Reads an expression with the ranges, offsets and moments that follow it.
    mutating func parsePostfix() throws(Lexer.Failure) -> Parsed {
        var parsed = try parsePrimary()
        var modified = Modified()
        while true {
            let offset = current.offset
            if skip("[") {
                try parseRange(of: &parsed, modified: modified, at: offset)
                modified = Modified()
            } else if keyword == "offset" {
                index += 1
                guard !modified.hasOffset else {
                    throw Lexer.Failure(message: "offset may not be set multiple times", offset: offset)
                }
                modified.hasOffset = true
                try setOffset(of: &parsed, at: offset)
            } else if skip("@") {
                guard !modified.hasAt else {
                    throw Lexer.Failure(message: "@ <timestamp> may not be set multiple times", offset: offset)
                }
                modified.hasAt = true
                try setMoment(of: &parsed, at: offset)
            } else {
                return parsed
            }
        }
    }

    /// Which modifiers an expression has already.
    private struct Modified {
        var hasOffset = false
        var hasAt = false
    }

    private mutating func parseRange(of parsed: inout Parsed, modified: Modified, at offset: Int) throws(Lexer.Failure)
    {
        let range = try parsePositiveDuration(in: "range")
        if skip(":") {
            let step = current.kind == .sign("]") ? nil : try parsePositiveDuration(in: "subquery")
            try expect("]", in: "subquery selector")
            guard parsed.expression.type == .vector else {
                let type = parsed.expression.type.rawValue
                let message = "subquery is only allowed on instant vector, got \(type) instead"
                throw Lexer.Failure(message: message, offset: parsed.offset)
            }
            let subquery = Subquery(expression: parsed.expression, range: range, step: step)
            parsed = try join(.subquery(subquery), of: [parsed], at: parsed.offset)
            return
        }
        try expect("]", in: "subquery or range selector")
        guard case .selector(let selector) = parsed.expression else {
            throw Lexer.Failure(message: "ranges only allowed for vector selectors", offset: offset)
        }
        if modified.hasOffset || modified.hasAt {
            let name = modified.hasOffset ? "offset" : "@"
            throw Lexer.Failure(message: "no \(name) modifiers allowed before range", offset: offset)
        }
        parsed.expression = .range(selector, range)
    }

    /// Reads a duration; Prometheus 3 takes a number of seconds as well.
    private mutating func parseDuration(in context: String) throws(Lexer.Failure) -> Duration {
        switch current.kind {
        case .duration(let duration):
            index += 1
            return duration
        case .number(let seconds) where abs(seconds) < 9e12:
            index += 1
            return .milliseconds(Int64(saturating: (seconds * 1000).rounded()))
        default:
            throw unexpected(in: context, expected: "duration")
        }
    }

    private mutating func parsePositiveDuration(in context: String) throws(Lexer.Failure) -> Duration {
        let offset = current.offset
        let duration = try parseDuration(in: context)
        guard duration > .zero else { throw Lexer.Failure(message: "duration must be greater than 0", offset: offset) }
        return duration
    }

    private mutating func setOffset(of parsed: inout Parsed, at position: Int) throws(Lexer.Failure) {
        let negative = skip("-")
        if !negative { _ = skip("+") }
        let duration = try parseDuration(in: "offset")
        let offset = negative ? Duration.zero - duration : duration
        switch parsed.expression {
        case .selector(var selector):
            selector.offset = offset
            parsed.expression = .selector(selector)
        case .range(var selector, let range):
            selector.offset = offset
            parsed.expression = .range(selector, range)
        case .subquery(var subquery):
            subquery.offset = offset
            parsed.expression = .subquery(subquery)
        default:
            throw misplaced("offset", at: position)
        }
    }

    private mutating func setMoment(of parsed: inout Parsed, at position: Int) throws(Lexer.Failure) {
        let moment = try parseMoment()
        switch parsed.expression {
        case .selector(var selector):
            selector.at = moment
            parsed.expression = .selector(selector)
        case .range(var selector, let range):
            selector.at = moment
            parsed.expression = .range(selector, range)
        case .subquery(var subquery):
            subquery.at = moment
            parsed.expression = .subquery(subquery)
        default:
            throw misplaced("@", at: position)
        }
    }

    private func misplaced(_ modifier: String, at position: Int) -> Lexer.Failure {
        let message =
            "\(modifier) modifier must be preceded by an instant vector selector or range vector selector "
            + "or a subquery"
        return Lexer.Failure(message: message, offset: position)
    }

    private mutating func parseMoment() throws(Lexer.Failure) -> AtModifier {
        if let word = keyword, word == "start" || word == "end" {
            index += 1
            try expect("(", in: "@")
            try expect(")", in: "@")
            return word == "start" ? .start : .end
        }
        let offset = current.offset
        let negative = skip("-")
        if !negative { _ = skip("+") }
        let seconds: Double
        switch current.kind {
        case .number(let value): seconds = value
        case .duration(let duration): seconds = Double(duration.milliseconds) / 1000
        default: throw unexpected(in: "@", expected: "timestamp")
        }
        guard abs(seconds) < 9e15 else {
            let message = "timestamp out of bounds for @ modifier: \(NumberText.format(seconds))"
            throw Lexer.Failure(message: message, offset: offset)
        }
        index += 1
        return .timestamp(Timestamp(seconds: negative ? -seconds : seconds))
    }
}
