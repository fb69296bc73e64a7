package import PromModel

/// Reads PromQL.
///
/// The language is that of Prometheus 3.14, what is behind flags by choice. Expressions may
/// nest ``maximumHeight`` deep, which keeps every later walk over them within any thread's stack.
package struct PromQLParser {
    /// How deep an expression may nest.
    package static let maximumHeight = 200

    /// A part of the expression that has been read.
    struct Parsed {
        var expression: Expression
        /// How deep the expression nests.
        var height = 1
        /// Where it begins.
        var offset: Int
    }

    let tokens: [Token]
    /// Whether a dot in a regular expression matches a line feed.
    let dotMatchesAll: Bool
    /// What is read of that which Prometheus understands only where a flag says so.
    let features: PromQLFeatures
    var index = 0
    var depth = 0

    /// Reads an expression.
    ///
    /// A dot in a regular expression matches a line feed, as in Prometheus 3, unless `dotMatchesAll` is false.
    ///
    /// - Throws: The first error in the text: of words, of structure, of types, or in a regular expression.
    package static func parse(
        _ text: String,
        dotMatchesAll: Bool = true,
        features: PromQLFeatures = .usual
    ) throws(PromQLSyntaxError) -> Expression {
        do throws(Lexer.Failure) {
            var parser = PromQLParser(
                tokens: try Lexer.tokens(of: text),
                dotMatchesAll: dotMatchesAll,
                features: features
            )
            return try parser.parseAll()
        } catch {
            throw located(error, in: text)
        }
    }

    /// Reads the labels or matchers of a plain series description such as `up{job="a"}`.
    ///
    /// - Throws: An error if the text is anything but a selector with `=` alone.
    package static func parseSeries(_ text: String) throws(PromQLSyntaxError) -> Labels {
        do throws(Lexer.Failure) {
            var parser = PromQLParser(tokens: try Lexer.tokens(of: text))
            let matchers = try parser.parseMatchers(named: parser.takeMetricName())
            guard parser.current.kind == .end, matchers.allSatisfy({ $0.operation == .equal }) else {
                throw parser.unexpected(in: "series description")
            }
            return Labels(matchers.map { ($0.name, $0.value) })
        } catch {
            throw located(error, in: text)
        }
    }

    private static func located(_ failure: Lexer.Failure, in text: String) -> PromQLSyntaxError {
        let before = text.utf8.prefix(failure.offset)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { before.index(after: $0) }
        let column = before.distance(from: lineStart ?? before.startIndex, to: before.endIndex) + 1
        return PromQLSyntaxError(line: line, column: column, message: failure.message)
    }

    init(tokens: [Token], dotMatchesAll: Bool = true, features: PromQLFeatures = .usual) {
        self.tokens = tokens
        self.dotMatchesAll = dotMatchesAll
        self.features = features
    }

    private mutating func parseAll() throws(Lexer.Failure) -> Expression {
        guard current.kind != .end else { throw Lexer.Failure(message: "no expression found in input", offset: 0) }
        let parsed = try parseExpression(above: 0)
        guard current.kind == .end else { throw unexpected(in: nil) }
        return parsed.expression
    }

    /// The word under the cursor; the last word is the end, so there always is one.
    var current: Token { tokens[min(index, tokens.count - 1)] }

    var next: Token { tokens[min(index + 1, tokens.count - 1)] }

    /// Moves over a sign if it comes next; whether it did.
    mutating func skip(_ sign: String) -> Bool {
        guard current.kind == .sign(sign) else { return false }
        index += 1
        return true
    }

    mutating func expect(_ sign: String, in context: String) throws(Lexer.Failure) {
        guard skip(sign) else { throw unexpected(in: context, expected: Labels.quoted(sign)) }
    }

    /// The word under the cursor in lower case, if it is a plain name.
    var keyword: String? {
        guard case .identifier(let name) = current.kind else { return nil }
        return name.lowercased()
    }

    func unexpected(in context: String?, expected: String? = nil) -> Lexer.Failure {
        if current.kind == .end && context == "parentheses" {
            return Lexer.Failure(message: "unclosed left parenthesis", offset: current.offset)
        }
        var message = "unexpected \(current.text)"
        if let context { message += " in \(context)" }
        if let expected { message += ", expected \(expected)" }
        return Lexer.Failure(message: message, offset: current.offset)
    }

    /// Joins parts to one, refusing what nests too deep.
    func join(_ expression: Expression, of parts: [Parsed], at offset: Int) throws(Lexer.Failure) -> Parsed {
        let height = (parts.map(\.height).max() ?? 0) + 1
        guard height <= PromQLParser.maximumHeight else { throw tooDeep(at: offset) }
        return Parsed(expression: expression, height: height, offset: offset)
    }

    func tooDeep(at offset: Int) -> Lexer.Failure {
        Lexer.Failure(message: "expression nests deeper than \(PromQLParser.maximumHeight) levels", offset: offset)
    }
}
