extension ExpositionReader {
    /// What the formats allow differently within braces.
    struct LabelRules {
        var blanksAllowed = false
        var lineFeedInValueAllowed = false
        /// Whether there has to be a comma between labels.
        var isCommaRequired = true
        /// Whether a comma may follow the last label.
        var isTrailingCommaAllowed: Bool
        /// Whether a metric name in quotes may be among the labels.
        var isMetricNameAllowed: Bool
        /// Whether the labels are those of a series: it may be a bucket, and its values may have zero bytes.
        var isSeries = true
    }

    /// What stands within braces.
    struct LabelList {
        /// Sorted by name; values may be empty, and then make no label.
        var pairs: [Labels.Pair] = []
        /// Whether the metric name is among the pairs, given before the braces or in quotes.
        var hasMetricName = false
        /// The first label that occurs twice.
        var duplicate: Fault?

        init(name: String?, expectedCount: Int) {
            pairs.reserveCapacity(expectedCount)
            guard let name else { return }
            pairs.append(Labels.Pair(name: Labels.metricNameLabel, value: name))
            hasMetricName = true
        }

        /// Keeps the pairs sorted.
        ///
        /// An empty value removes every label of its name, so that two labels of a name are one too many only if
        /// both have a value.
        mutating func insert(_ pair: Labels.Pair, at offset: Int) {
            var position = pairs.count
            while position > 0 && pairs[position - 1].name > pair.name {
                position -= 1
            }
            guard position > 0 && pairs[position - 1].name == pair.name else {
                return pairs.insert(pair, at: position)
            }
            if pair.value.isEmpty || pairs[position - 1].value.isEmpty {
                pairs[position - 1].value = ""
            } else if duplicate == nil {
                duplicate = Fault(kind: .duplicateLabel(pair.name), offset: offset)
            }
        }

        /// The labels, without those that have no value.
        var labels: Labels {
            Labels(sortedUnique: pairs.contains { $0.value.isEmpty } ? pairs.filter { !$0.value.isEmpty } : pairs)
        }
    }

    /// Reads labels behind an opening brace up to and with the closing one.
    ///
    /// A quoted text without a value is the metric name; it is allowed once, and only if `name` is nil.
    mutating func readLabels(name: String?, rules: LabelRules) throws(Fault) -> LabelList {
        var list = LabelList(name: name, expectedCount: lastPairCount)
        defer { lastPairCount = list.pairs.count }
        var needsComma = false
        while true {
            skipBlanks(if: rules.blanksAllowed)
            if try skipBrace() { return list }
            if needsComma {
                if current == UInt8(ascii: ",") {
                    index += 1
                    skipBlanks(if: rules.blanksAllowed)
                    if try skipBrace() {
                        if !rules.isTrailingCommaAllowed { note(.expectedLabelName, at: index - 1) }
                        return list
                    }
                } else if rules.isCommaRequired {
                    throw Fault(kind: .expectedComma, offset: index)
                }
            }
            try readLabel(into: &list, rules: rules)
            needsComma = true
        }
    }

    /// Reads one label, or a metric name in quotes.
    private mutating func readLabel(into list: inout LabelList, rules: LabelRules) throws(Fault) {
        let start = index
        let (name, quoted) = try readLabelName(lineFeedAllowed: rules.lineFeedInValueAllowed)
        skipBlanks(if: rules.blanksAllowed)
        if current == UInt8(ascii: "=") {
            index += 1
            skipBlanks(if: rules.blanksAllowed)
            let valueStart = index + 1
            let value = try readQuoted(lineFeedAllowed: rules.lineFeedInValueAllowed, zeroAllowed: rules.isSeries)
            var text = value
            if rules.isSeries {
                written.append((name, valueStart..<index - 1))
                text = boundText(value, of: name)
            }
            return list.insert(Labels.Pair(name: name, value: text), at: start)
        }
        guard quoted, rules.isMetricNameAllowed, current == UInt8(ascii: ",") || current == UInt8(ascii: "}") else {
            throw Fault(kind: .expectedEqualSign, offset: index)
        }
        guard !list.hasMetricName else { throw Fault(kind: .secondMetricName, offset: start) }
        list.hasMetricName = true
        list.insert(Labels.Pair(name: Labels.metricNameLabel, value: name), at: start)
    }

    /// The value of a label, in the one way in which bounds are written if it is one.
    mutating func boundText(_ value: String, of name: String) -> String {
        guard BoundLabel.le.isName(name) || BoundLabel.quantile.isName(name) else { return value }
        needsBoundLabel = true
        return boundLabel.isName(name) ? NumberText.normalizedBound(value) : value
    }

    private mutating func skipBrace() throws(Fault) -> Bool {
        guard let byte = current else { throw Fault(kind: .unexpectedEnd, offset: index) }
        guard byte == UInt8(ascii: "}") else { return false }
        index += 1
        return true
    }

    private mutating func readLabelName(lineFeedAllowed: Bool) throws(Fault) -> (name: String, quoted: Bool) {
        if semantics.allowsAnyName, current == UInt8(ascii: "\"") {
            return (try readQuoted(lineFeedAllowed: lineFeedAllowed), true)
        }
        guard let range = skipName(colonAllowed: false) else {
            throw Fault(kind: .expectedLabelName, offset: index)
        }
        return (bytes.text(range), false)
    }

    private mutating func skipBlanks(if allowed: Bool) {
        if allowed { skipBlanks() }
    }

    /// Reads a text in double quotes and resolves its escapes.
    ///
    /// `\"`, `\\` and `\n` are escapes; any other pair with a backslash stands for itself.
    mutating func readQuoted(lineFeedAllowed: Bool, zeroAllowed: Bool = false) throws(Fault) -> String {
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
                if zeroAllowed { skipZeros() }
                guard let value = escaped ? bytes.unescaped(range, quoteEscaped: true) : bytes.validText(range) else {
                    throw Fault(kind: .invalidUTF8, offset: start)
                }
                return value
            case UInt8(ascii: "\\"):
                guard let next = peek(1), next != UInt8(ascii: "\n") else {
                    throw Fault(kind: .unterminatedLabelValue, offset: opening)
                }
                escaped = true
                index += 2
            case UInt8(ascii: "\n") where !lineFeedAllowed, 0 where !zeroAllowed:
                throw Fault(kind: .unterminatedLabelValue, offset: opening)
            default:
                index += 1
            }
        }
        throw Fault(kind: .unterminatedLabelValue, offset: opening)
    }
}
