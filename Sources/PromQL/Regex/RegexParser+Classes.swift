extension RegexParser {
    /// Reads what follows a backslash outside brackets.
    mutating func parseEscape() throws(RegexError) -> RegexNode {
        guard let scalar = current else { throw .trailingBackslash }
        if let set = RegexParser.escapedSet(scalar) {
            index += 1
            return .set(set)
        }
        switch Unicode.Scalar(scalar) {
        case "A":
            index += 1
            return .assertion(.textStart)
        case "z":
            index += 1
            return .assertion(.textEnd)
        case "b":
            index += 1
            return .assertion(.wordBoundary)
        case "B":
            index += 1
            return .assertion(.notWordBoundary)
        case "Q":
            index += 1
            return parseQuoted()
        default:
            return literal(try parseEscapedScalar())
        }
    }

    /// Reads text between `\Q` and `\E`, in which nothing is special.
    private mutating func parseQuoted() -> RegexNode {
        var parts: [RegexNode] = []
        while let scalar = current {
            if isNext("\\E") {
                index += 2
                break
            }
            parts.append(literal(scalar))
            index += 1
        }
        return .sequence(parts)
    }

    private static func escapedSet(_ scalar: UInt32) -> ScalarSet? {
        switch Unicode.Scalar(scalar) {
        case "d": .digits
        case "D": ScalarSet(ranges: ScalarSet.digits.ranges, inverted: true)
        case "w": .words
        case "W": ScalarSet(ranges: ScalarSet.words.ranges, inverted: true)
        case "s": .spaces
        case "S": ScalarSet(ranges: ScalarSet.spaces.ranges, inverted: true)
        default: nil
        }
    }

    /// Reads an escape that stands for one scalar.
    private mutating func parseEscapedScalar() throws(RegexError) -> UInt32 {
        guard let scalar = current else { throw .trailingBackslash }
        index += 1
        switch Unicode.Scalar(scalar) ?? "?" {
        case "a": return 0x07
        case "f": return 0x0c
        case "n": return 0x0a
        case "r": return 0x0d
        case "t": return 0x09
        case "v": return 0x0b
        case "x": return try parseHexadecimal()
        case "0"..."7":
            // A single digit other than 0 would be a reference back, which RE2 does not have.
            guard scalar == 0x30 || (current.map { $0 >= 0x30 && $0 <= 0x37 } ?? false) else {
                throw .invalidEscape(RegexParser.text(scalar))
            }
            var value = scalar - 0x30
            var digits = 1
            while digits < 3, let next = current, next >= 0x30, next <= 0x37 {
                value = value * 8 + next - 0x30
                digits += 1
                index += 1
            }
            return value
        default:
            let isPlain = scalar < 0x80 && !ScalarSet.words.contains(scalar) || scalar == 0x5f
            guard isPlain else { throw .invalidEscape(RegexParser.text(scalar)) }
            return scalar
        }
    }

    private static func text(_ scalar: UInt32) -> String {
        Unicode.Scalar(scalar).map { String(Character($0)) } ?? ""
    }

    private mutating func parseHexadecimal() throws(RegexError) -> UInt32 {
        var digits: [UInt32] = []
        let braced = skip("{")
        while let scalar = current, digits.count < (braced ? 8 : 2), let digit = RegexParser.hexadecimal(scalar) {
            digits.append(digit)
            index += 1
        }
        guard braced ? skip("}") && !digits.isEmpty : digits.count == 2 else { throw .invalidEscape("x") }
        let value = digits.reduce(UInt64(0)) { $0 << 4 | UInt64($1) }
        guard value <= 0x10ffff else { throw .invalidEscape("x") }
        return UInt32(value)
    }

    private static func hexadecimal(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0x30...0x39: scalar - 0x30
        case 0x41...0x46: scalar - 0x37
        case 0x61...0x66: scalar - 0x57
        default: nil
        }
    }

    /// Reads a class behind its opening bracket.
    mutating func parseClass() throws(RegexError) -> ScalarSet {
        let inverted = skip("^")
        var set = ScalarSet(ranges: [])
        var isFirst = true
        while let scalar = current {
            if scalar == 0x5d && !isFirst {
                index += 1
                if flags.foldsCase { set = set.foldingCase }
                set.inverted = inverted
                return set
            }
            isFirst = false
            if let ranges = try parseNamedClass() {
                set.ranges += ranges
                continue
            }
            let lower = try parseClassScalar()
            var upper = lower
            if current == 0x2d, index + 1 < scalars.count, scalars[index + 1] != 0x5d {
                index += 1
                upper = try parseClassScalar()
            }
            guard lower <= upper else { throw .invalidClass }
            set.ranges.append(lower...upper)
        }
        throw .missingBracket
    }

    /// Reads `\d` or `[:alpha:]` if one comes next.
    private mutating func parseNamedClass() throws(RegexError) -> [ClosedRange<UInt32>]? {
        if isNext("[:") {
            var end = index + 2
            while end < scalars.count && scalars[end] != 0x3a {
                end += 1
            }
            guard end + 1 < scalars.count, scalars[end + 1] == 0x5d else { return nil }
            var name = scalars[(index + 2)..<end].map(RegexParser.text).joined()
            let inverted = name.hasPrefix("^")
            if inverted { name.removeFirst() }
            guard let set = ScalarSet.posix[name] else { throw .invalidClass }
            index = end + 2
            return ScalarSet(ranges: set.ranges, inverted: inverted).normalized
        }
        guard current == 0x5c, index + 1 < scalars.count, let set = RegexParser.escapedSet(scalars[index + 1]) else {
            return nil
        }
        index += 2
        return set.normalized
    }

    private mutating func parseClassScalar() throws(RegexError) -> UInt32 {
        guard let scalar = current else { throw .missingBracket }
        index += 1
        return scalar == 0x5c ? try parseEscapedScalar() : scalar
    }
}
