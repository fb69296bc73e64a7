/// Reads a regular expression in RE2's syntax.
///
/// Unicode classes (`\p{...}`) are not known; everything else RE2 accepts is.
struct RegexParser {
    /// What the letters in `(?i)` switch.
    struct Flags {
        var foldsCase = false
        var isMultiLine = false
        /// Whether a dot matches a line feed; Prometheus 3 switches it on.
        var dotMatchesAll = true
        var isUngreedy = false
    }

    static let maximumDepth = 100
    static let maximumRepetition = 1000

    let scalars: [UInt32]
    var index = 0
    var flags = Flags()
    var groupNames: [String?] = [nil]
    var depth = 0

    /// Reads a whole text; also returns the names of the groups, group 0 being the whole match.
    static func parse(
        _ text: String,
        dotMatchesAll: Bool = true
    ) throws(RegexError) -> (node: RegexNode, groupNames: [String?]) {
        var parser = RegexParser(scalars: text.unicodeScalars.map(\.value))
        parser.flags.dotMatchesAll = dotMatchesAll
        let node = try parser.parseAlternatives()
        guard parser.index == parser.scalars.count else { throw .unexpectedParenthesis }
        return (node, parser.groupNames)
    }

    init(scalars: [UInt32]) {
        self.scalars = scalars
    }

    var current: UInt32? { index < scalars.count ? scalars[index] : nil }

    func isNext(_ text: String) -> Bool {
        scalars[index...].starts(with: text.unicodeScalars.lazy.map(\.value))
    }

    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar.value else { return false }
        index += 1
        return true
    }

    private mutating func parseAlternatives() throws(RegexError) -> RegexNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= RegexParser.maximumDepth else { throw .tooLarge }
        var branches = [try parseSequence()]
        while skip("|") {
            branches.append(try parseSequence())
        }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func parseSequence() throws(RegexError) -> RegexNode {
        var parts: [RegexNode] = []
        while let scalar = current, scalar != 0x7c, scalar != 0x29 {
            let atom = try parseAtom()
            parts.append(try parseRepetition(of: atom))
        }
        return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
    }

    private mutating func parseRepetition(of atom: RegexNode?) throws(RegexError) -> RegexNode {
        guard var node = atom else { return .empty }
        var repetitions = 0
        while let (minimum, maximum) = try parseRepetitionCount() {
            repetitions += 1
            // RE2 refuses `a**`.
            guard repetitions == 1 else { throw .invalidRepetition }
            let lazy = skip("?")
            node = .repeated(node, minimum: minimum, maximum: maximum, greedy: lazy == flags.isUngreedy)
        }
        return node
    }

    private mutating func parseRepetitionCount() throws(RegexError) -> (minimum: Int, maximum: Int?)? {
        if skip("*") { return (0, nil) }
        if skip("+") { return (1, nil) }
        if skip("?") { return (0, 1) }
        let start = index
        guard skip("{"), let minimum = parseNumber() else {
            // A brace that is no repetition stands for itself.
            index = start
            return nil
        }
        var maximum: Int? = minimum
        if skip(",") { maximum = current == 0x7d ? nil : parseNumber() ?? -1 }
        guard maximum != -1, skip("}") else {
            index = start
            return nil
        }
        guard minimum <= RegexParser.maximumRepetition, maximum ?? minimum <= RegexParser.maximumRepetition,
            minimum <= maximum ?? minimum
        else { throw .invalidRepetition }
        return (minimum, maximum)
    }

    private mutating func parseNumber() -> Int? {
        var value: Int?
        while let scalar = current, scalar >= 0x30, scalar <= 0x39 {
            value = min((value ?? 0) * 10 + Int(scalar - 0x30), 100_000)
            index += 1
        }
        return value
    }

    /// Reads one element; nil if it only changed flags.
    private mutating func parseAtom() throws(RegexError) -> RegexNode? {
        guard let scalar = current else { return nil }
        index += 1
        switch Unicode.Scalar(scalar) {
        case "(": return try parseGroup()
        case "[": return .set(try parseClass())
        case ".": return .set(ScalarSet(ranges: flags.dotMatchesAll ? [] : [0x0a...0x0a], inverted: true))
        case "^": return .assertion(flags.isMultiLine ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiLine ? .lineEnd : .textEnd)
        case "\\": return try parseEscape()
        case "*", "+", "?": throw .missingRepetitionArgument
        case "{":
            index -= 1
            if try parseRepetitionCount() != nil { throw .missingRepetitionArgument }
            index += 1
            return .scalar(scalar)
        default: return literal(scalar)
        }
    }

    /// One scalar, or all cases of it.
    func literal(_ scalar: UInt32) -> RegexNode {
        guard flags.foldsCase else { return .scalar(scalar) }
        let partners = CaseFolding.partners(of: scalar...scalar)
        return partners.isEmpty ? .scalar(scalar) : .set(ScalarSet(ranges: [scalar...scalar] + partners))
    }

    private mutating func parseGroup() throws(RegexError) -> RegexNode? {
        let outerFlags = flags
        var captures = true
        if skip("?") {
            if isNext("P<") || isNext("<") {
                try parseGroupName()
            } else {
                captures = false
                if try parseFlags() { return nil }
            }
        } else {
            groupNames.append(nil)
        }
        let number = groupNames.count - 1
        let inner = try parseAlternatives()
        guard skip(")") else { throw .missingParenthesis }
        flags = outerFlags
        return captures ? .group(inner, index: number) : .sequence([inner])
    }

    private mutating func parseGroupName() throws(RegexError) {
        _ = skip("P")
        _ = skip("<")
        var name = String.UnicodeScalarView()
        while let scalar = current, scalar != 0x3e {
            guard ScalarSet.words.contains(scalar), let valid = Unicode.Scalar(scalar) else { throw .invalidGroup }
            name.append(valid)
            index += 1
        }
        guard skip(">"), !name.isEmpty, !groupNames.contains(String(name)) else { throw .invalidGroup }
        groupNames.append(String(name))
    }

    /// Reads flags up to `:` or `)`; whether they apply to the rest of the enclosing group.
    private mutating func parseFlags() throws(RegexError) -> Bool {
        var on = true
        var count = 0
        while let scalar = current {
            index += 1
            count += 1
            switch Unicode.Scalar(scalar) {
            case "i": flags.foldsCase = on
            case "m": flags.isMultiLine = on
            case "s": flags.dotMatchesAll = on
            case "U": flags.isUngreedy = on
            case "-" where on: on = false
            case ":": return false
            case ")" where count > 1: return true
            default: throw .invalidGroup
            }
        }
        throw .missingParenthesis
    }
}
