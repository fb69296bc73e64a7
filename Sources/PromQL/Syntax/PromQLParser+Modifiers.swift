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
            } else if let reach = keyword.flatMap(RangeReach.init) {
                index += 1
                try setReach(reach, of: &parsed, at: offset)
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
        let range = try parseLength(in: "subquery or range selector")
        if skip(":") {
            let step = current.kind == .sign("]") ? nil : try parseLength(in: "subquery selector")
            try expect("]", in: "subquery selector")
            guard parsed.expression.type == .vector else {
                let type = parsed.expression.type.rawValue
                let message = "subquery is only allowed on instant vector, got \(type) instead"
                throw Lexer.Failure(message: message, offset: parsed.offset)
            }
            var subquery = Subquery(expression: parsed.expression, range: range.plain, step: step?.plain)
            if range.computed != nil || step?.computed != nil {
                subquery.computed = ComputedDurations(range: range.computed, step: step?.computed)
            }
            parsed = try join(.subquery(subquery), of: [parsed], at: parsed.offset)
            return
        }
        try expect("]", in: "subquery or range selector")
        guard case .selector(var selector) = parsed.expression else {
            throw Lexer.Failure(message: "ranges only allowed for vector selectors", offset: offset)
        }
        if modified.hasOffset || modified.hasAt {
            let name = modified.hasOffset ? "offset" : "@"
            throw Lexer.Failure(message: "no \(name) modifiers allowed before range", offset: offset)
        }
        if let computed = range.computed { selector.computed = ComputedDurations(range: computed) }
        parsed.expression = .range(selector, range.plain)
    }

    private mutating func setReach(_ reach: RangeReach, of parsed: inout Parsed, at offset: Int) throws(Lexer.Failure) {
        guard features.contains(.extendedRangeSelectors) else {
            let message = "\(reach.rawValue) modifier is experimental and not enabled"
            throw Lexer.Failure(message: message, offset: offset)
        }
        func check(_ other: RangeReach?) throws(Lexer.Failure) {
            guard let other, other != reach else { return }
            let message = "anchored and smoothed modifiers cannot be used together"
            throw Lexer.Failure(message: message, offset: offset)
        }
        switch parsed.expression {
        case .selector(var selector):
            try check(selector.reach)
            selector.reach = reach
            parsed.expression = .selector(selector)
        case .range(var selector, let range):
            try check(selector.reach)
            selector.reach = reach
            parsed.expression = .range(selector, range)
        case .subquery:
            let message = "\(reach.rawValue) modifier is not supported for subqueries"
            throw Lexer.Failure(message: message, offset: offset)
        default:
            let message = "\(reach.rawValue) modifier not implemented"
            throw Lexer.Failure(message: message, offset: offset)
        }
    }

    private mutating func setOffset(of parsed: inout Parsed, at position: Int) throws(Lexer.Failure) {
        let length = try parseOffset()
        switch parsed.expression {
        case .selector(var selector):
            (selector.offset, selector.computed) = (length.plain, selector.computed.with(offset: length.computed))
            parsed.expression = .selector(selector)
        case .range(var selector, let range):
            (selector.offset, selector.computed) = (length.plain, selector.computed.with(offset: length.computed))
            parsed.expression = .range(selector, range)
        case .subquery(var subquery):
            (subquery.offset, subquery.computed) = (length.plain, subquery.computed.with(offset: length.computed))
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
