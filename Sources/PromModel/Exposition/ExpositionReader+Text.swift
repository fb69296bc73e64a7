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
        let start = index
        let indented = skipBlanks()
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
        default:
            if indented { note(.leadingBlank, at: start) }
            try readTextSample()
        }
    }

    private mutating func readTextComment() throws(Fault) {
        guard skipBlanks() else { return skipLine(from: index) }
        let isHelp = skip("HELP")
        guard isHelp || skip("TYPE"), skipBlanks() else { return skipLine(from: index) }
        let name = try readMetadataName()
        var (range, _) = readRestOfLine()
        let endsInReturn = range.last.map { bytes[$0] == UInt8(ascii: "\r") } ?? false
        if endsInReturn { range = range.dropLast() }
        // One separator is dropped, whatever it is.
        let body = range.dropFirst()
        if isHelp {
            guard let help = unescaped(body, quoteEscaped: false) else {
                throw Fault(kind: .invalidHelp, offset: body.lowerBound)
            }
            metadata[name, default: MetricMetadata()].help = help
            return
        }
        guard let type = ExpositionReader.textTypes[text(body)] else {
            // The cursor is behind the line already: a fault would skip the next one.
            note(.invalidType(excerpt(body)), at: range.lowerBound)
            return
        }
        metadata[name, default: MetricMetadata()].type = type
        if endsInReturn { note(.carriageReturn, at: range.upperBound) }
    }

    /// Reads the metric name of a metadata line, plain or in quotes.
    mutating func readMetadataName() throws(Fault) -> String {
        if current == UInt8(ascii: "\"") {
            return try readQuoted(lineFeedAllowed: false)
        }
        guard let name = readName(colonAllowed: true) else {
            throw Fault(kind: .missingMetadataName, offset: index)
        }
        return name
    }

    private static let textTypes: [String: MetricType] = [
        "counter": .counter, "gauge": .gauge, "histogram": .histogram, "summary": .summary, "untyped": .untyped,
    ]

    private mutating func readTextSample() throws(Fault) {
        let labels = try readSeries(rules: .text)
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
        samples.append(ExpositionSample(labels: labels, value: value, timestamp: timestamp))
        skipBlanks()
        if current == UInt8(ascii: "\r"), peek(1) == UInt8(ascii: "\n") || peek(1) == nil {
            note(.carriageReturn, at: index)
            index += 1
        }
        if let byte = current {
            guard byte == UInt8(ascii: "\n") else { throw Fault(kind: .trailingText, offset: index) }
            index += 1
        }
    }

    private static func endsTextValue(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
            || byte == UInt8(ascii: "{")
    }

    /// Reads what identifies a sample: a name, labels, or a quoted name among the labels.
    mutating func readSeries(rules: LabelRules) throws(Fault) -> Labels {
        let start = index
        let name = readName(colonAllowed: true)
        if name == nil && current != UInt8(ascii: "{") {
            throw Fault(kind: current.map { .unexpectedByte($0) } ?? .unexpectedEnd, offset: index)
        }
        if rules.blanksAllowed { skipBlanks() }
        guard current == UInt8(ascii: "{") else {
            return Labels(sortedUnique: [Labels.Pair(name: Labels.metricNameLabel, value: name ?? "")])
        }
        index += 1
        let pairs = try readLabels(name: name, rules: rules)
        guard pairs.contains(where: { $0.name == Labels.metricNameLabel && !$0.value.isEmpty }), !isNameLabel(start)
        else {
            throw Fault(kind: .missingMetricName, offset: start)
        }
        return Labels(sortedUnique: pairs.contains { $0.value.isEmpty } ? pairs.filter { !$0.value.isEmpty } : pairs)
    }

    /// Whether a series gives its name as `{__name__="x"}`, which no format allows.
    private func isNameLabel(_ start: Int) -> Bool {
        guard bytes[start] == UInt8(ascii: "{") else { return false }
        var probe = ExpositionReader(bytes: bytes)
        probe.index = start + 1
        probe.skipBlanks()
        return probe.current != UInt8(ascii: "\"")
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
        guard !overflows else { throw Fault(kind: .invalidTimestamp(excerpt(start..<index)), offset: start) }
        if negative { note(.negativeTimestamp, at: start) }
        return Timestamp(milliseconds: negative ? -milliseconds : milliseconds)
    }
}
