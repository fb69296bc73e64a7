extension ExpositionReader {
    /// Reads a body in the Prometheus text format.
    mutating func readText() {
        while index < bytes.count {
            do throws(Fault) {
                try readTextLine()
            } catch {
                note(error)
                skipLine(from: error.offset)
            }
        }
    }

    private mutating func readTextLine() throws(Fault) {
        beginLine()
        let start = index
        switch readKnownLine() {
        case .series(let line):
            if !readPlainEnd(ofLine: line) { try readTextEnd(cache.lines[line].labels) }
            return
        case .comment: return
        case nil: skipBlanks()
        }
        switch current {
        case nil:
            return
        case 0:
            // Prometheus takes a zero byte here for the end of the body.
            index = bytes.count
        case UInt8(ascii: "\n"):
            index += 1
        case UInt8(ascii: "\r") where peek(1) == UInt8(ascii: "\n") || peek(1) == nil:
            note(.carriageReturn, at: index)
            index += 2
        case UInt8(ascii: "#"):
            index += 1
            try readTextComment()
            rememberComment(from: start)
        default:
            try readTextSample(from: start)
        }
    }

    private mutating func readTextComment() throws(Fault) {
        guard skipBlanks() else { return skipBareComment() }
        if current == 0 {
            // The end of the body, as at the start of a line.
            index = bytes.count
            return
        }
        let isHelp = skipWord("HELP")
        guard isHelp || skipWord("TYPE"), skipBlanks() else { return skipLine(from: index) }
        skipZeros()
        let name = try readMetadataName()
        if current == 0 { throw Fault(kind: .missingMetadataText, offset: index) }
        var (range, _) = readRestOfLine()
        let endsInReturn = range.last.map { bytes[$0] == UInt8(ascii: "\r") } ?? false
        if endsInReturn { range = range.dropLast() }
        // One separator is dropped, whatever it is.
        let body = range.dropFirst()
        if isHelp {
            guard let help = bytes.unescaped(body, quoteEscaped: false) else {
                throw Fault(kind: .invalidHelp, offset: body.lowerBound)
            }
            declare(.help(help), of: name)
            return
        }
        guard let type = MetricType(rawValue: bytes.text(body)), type.isInText else {
            // The cursor is behind the line already: a fault would skip the next one.
            note(.invalidType(excerpt(body), .text), at: range.lowerBound)
            return
        }
        declare(.type(type), of: name)
        if endsInReturn { note(.carriageReturn, at: range.upperBound) }
    }

    /// Moves over a comment without a blank behind its sign.
    ///
    /// In such a one a zero byte ends the body, in others it does not.
    private mutating func skipBareComment() {
        let start = index
        skipLine(from: start)
        if bytes[start..<index].contains(0) { index = bytes.count }
    }

    /// Reads the metric name of a metadata line, plain or in quotes.
    mutating func readMetadataName() throws(Fault) -> String {
        if semantics.allowsAnyName, current == UInt8(ascii: "\"") {
            return try readQuoted(lineFeedAllowed: false)
        }
        guard let name = readMetricName() else {
            throw Fault(kind: .missingMetadataName, offset: index)
        }
        return name
    }

    private mutating func readTextSample(from lineStart: Int) throws(Fault) {
        let labels = try readSeries(rules: textLabelRules, from: lineStart)
        if let line = remember(labels, from: lineStart), readPlainEnd(ofLine: line) { return }
        try readTextEnd(labels)
    }

    /// Reads what comes behind the labels; these are nil for a series that is refused.
    private mutating func readTextEnd(_ labels: Labels?) throws(Fault) {
        skipBlanks()
        let start = index
        while let byte = current, !ExpositionReader.endsTextValue(byte) {
            index += 1
        }
        var range = start..<index
        if let last = range.last, bytes[last] == UInt8(ascii: "\r") {
            note(.carriageReturn, at: last)
            range = range.dropLast()
        }
        guard !range.isEmpty else { throw Fault(kind: .missingValue, offset: start) }
        let value = try number(range)
        skipBlanks()
        let timestamp = try readTextTimestamp()
        if let labels { add(labels, value: value, timestamp: timestamp) }
        skipBlanks()
        if current == UInt8(ascii: "\r"), peek(1) == UInt8(ascii: "\n") || peek(1) == nil {
            note(.carriageReturn, at: index)
            index += 1
        }
        if let byte = current {
            guard byte == UInt8(ascii: "\n") else { throw Fault(kind: .trailingText, offset: index) }
            index += 1
        }
        countSample()
    }

    private var textLabelRules: LabelRules {
        LabelRules(
            blanksAllowed: true,
            lineFeedInValueAllowed: true,
            isCommaRequired: false,
            isTrailingCommaAllowed: true,
            isMetricNameAllowed: semantics.allowsAnyName
        )
    }

    private static func endsTextValue(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
            || byte == UInt8(ascii: "{")
    }

    private mutating func readTextTimestamp() throws(Fault) -> Timestamp? {
        let start = index
        let negative = current == UInt8(ascii: "-")
        if negative { index += 1 }
        let firstDigit = index
        var milliseconds: Int64 = 0
        var overflows = false
        while let byte = current, byte >= 0x30, byte <= 0x39 {
            let (scaled, first) = milliseconds.multipliedReportingOverflow(by: 10)
            let (sum, second) = scaled.addingReportingOverflow(Int64(byte &- 0x30))
            overflows = overflows || first || second
            milliseconds = sum
            index += 1
        }
        guard index > firstDigit else {
            index = start
            return nil
        }
        guard !overflows else {
            throw Fault(kind: .invalidTimestamp(excerpt(start..<index), .text), offset: start)
        }
        if negative { note(.negativeTimestamp, at: start) }
        return Timestamp(milliseconds: negative ? -milliseconds : milliseconds)
    }
}

extension MetricType {
    /// Whether the text format has it.
    fileprivate var isInText: Bool {
        switch self {
        case .counter, .gauge, .histogram, .summary, .untyped: true
        case .gaugehistogram, .stateset, .info, .unknown: false
        }
    }
}
