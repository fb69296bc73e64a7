extension ExpositionReader {
    /// What the formats allow differently within braces.
    struct LabelRules {
        var blanksAllowed: Bool
        var lineFeedInValueAllowed: Bool
        /// Whether there has to be a comma between labels, and none behind the last.
        var isStrictOnCommas: Bool

        static let text = LabelRules(blanksAllowed: true, lineFeedInValueAllowed: true, isStrictOnCommas: false)
        static let openMetrics = LabelRules(
            blanksAllowed: false,
            lineFeedInValueAllowed: false,
            isStrictOnCommas: true
        )
    }

    /// Reads labels behind an opening brace up to and with the closing one.
    ///
    /// A quoted text without a value is the metric name; it is allowed once, and only if `name` is nil.
    mutating func readLabels(name: String?, rules: LabelRules) throws(Fault) -> [Labels.Pair] {
        var pairs: [Labels.Pair] = []
        if let name { pairs.append(Labels.Pair(name: Labels.metricNameLabel, value: name)) }
        var needsComma = false
        while true {
            if rules.blanksAllowed { skipBlanks() }
            if try skipBrace() { return pairs }
            if needsComma {
                if current == UInt8(ascii: ",") {
                    index += 1
                    if rules.blanksAllowed { skipBlanks() }
                    if try skipBrace() {
                        if rules.isStrictOnCommas { note(.expectedLabelName, at: index - 1) }
                        return pairs
                    }
                } else if rules.isStrictOnCommas {
                    throw Fault(kind: .expectedComma, offset: index)
                }
            }
            let start = index
            let (label, quoted) = try readLabelName()
            if rules.blanksAllowed { skipBlanks() }
            if current == UInt8(ascii: "=") {
                index += 1
                if rules.blanksAllowed { skipBlanks() }
                let value = try readQuoted(lineFeedAllowed: rules.lineFeedInValueAllowed)
                try insert(Labels.Pair(name: label, value: value), into: &pairs, at: start)
            } else if quoted && !pairs.contains(where: { $0.name == Labels.metricNameLabel }) && !label.isEmpty {
                try insert(Labels.Pair(name: Labels.metricNameLabel, value: label), into: &pairs, at: start)
            } else {
                throw Fault(kind: .expectedEqualSign, offset: index)
            }
            needsComma = true
        }
    }

    private mutating func skipBrace() throws(Fault) -> Bool {
        guard let byte = current else { throw Fault(kind: .unexpectedEnd, offset: index) }
        guard byte == UInt8(ascii: "}") else { return false }
        index += 1
        return true
    }

    private mutating func readLabelName() throws(Fault) -> (name: String, quoted: Bool) {
        if current == UInt8(ascii: "\"") {
            return (try readQuoted(lineFeedAllowed: false), true)
        }
        guard let name = readName(colonAllowed: false) else {
            throw Fault(kind: .expectedLabelName, offset: index)
        }
        return (name, false)
    }

    /// Keeps the pairs sorted; a name that is there already is a fault.
    private func insert(_ pair: Labels.Pair, into pairs: inout [Labels.Pair], at offset: Int) throws(Fault) {
        var position = pairs.count
        while position > 0 && pairs[position - 1].name > pair.name {
            position -= 1
        }
        if position > 0 && pairs[position - 1].name == pair.name {
            throw Fault(kind: .duplicateLabel(pair.name), offset: offset)
        }
        pairs.insert(pair, at: position)
    }

    /// Reads a text in double quotes and resolves its escapes.
    ///
    /// `\"`, `\\` and `\n` are escapes; any other pair with a backslash stands for itself.
    mutating func readQuoted(lineFeedAllowed: Bool) throws(Fault) -> String {
        guard current == UInt8(ascii: "\"") else { throw Fault(kind: .expectedLabelValue, offset: index) }
        let opening = index
        index += 1
        let start = index
        var escaped = false
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                let range = start..<index
                index += 1
                guard let value = escaped ? unescaped(range, quoteEscaped: true) : validText(range) else {
                    throw Fault(kind: .invalidUTF8, offset: start)
                }
                return value
            case UInt8(ascii: "\\"):
                guard let next = peek(1), next != UInt8(ascii: "\n") else {
                    throw Fault(kind: .unterminatedLabelValue, offset: opening)
                }
                escaped = true
                index += 2
            case UInt8(ascii: "\n") where !lineFeedAllowed:
                throw Fault(kind: .unterminatedLabelValue, offset: opening)
            default:
                index += 1
            }
        }
        throw Fault(kind: .unterminatedLabelValue, offset: opening)
    }

    /// Bytes with their escapes resolved, or nil if the result is not valid UTF-8.
    func unescaped(_ range: Range<Int>, quoteEscaped: Bool) -> String? {
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = bytes[position]
            position += 1
            guard byte == UInt8(ascii: "\\"), position < range.upperBound else {
                result.append(byte)
                continue
            }
            switch bytes[position] {
            case UInt8(ascii: "n"): result.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "\\"): result.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "\"") where quoteEscaped: result.append(UInt8(ascii: "\""))
            case let other: result += [byte, other]
            }
            position += 1
        }
        return String(validating: result, as: UTF8.self)
    }
}
