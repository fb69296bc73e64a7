extension ExpositionReader {
    /// Reads a body in OpenMetrics text.
    mutating func readOpenMetrics() {
        var ended = false
        while index < bytes.count && !ended {
            do throws(Fault) {
                ended = try readOpenMetricsLine()
            } catch {
                note(error)
                skipLine(from: error.offset)
            }
        }
        if !ended {
            note(.missingEndOfFile, at: bytes.count)
        } else if index < bytes.count {
            note(.textAfterEndOfFile, at: index)
        }
    }

    /// Reads one line; whether it was the end marker.
    private mutating func readOpenMetricsLine() throws(Fault) -> Bool {
        beginLine()
        let start = index
        switch readKnownLine() {
        case .series(let line):
            if !readPlainEnd(ofLine: line) { try readOpenMetricsEnd(cache.lines[line].labels) }
            return false
        case .comment: return false
        case nil: if skipBlanks() { note(.leadingBlank, at: start) }
        }
        switch current {
        case nil:
            return false
        case UInt8(ascii: "\n"):
            note(.blankLine, at: index)
            index += 1
            return false
        case UInt8(ascii: "#"):
            let isEnd = try readOpenMetricsComment()
            if !isEnd { rememberComment(from: start) }
            return isEnd
        default:
            try readOpenMetricsSample()
            return false
        }
    }

    private mutating func readOpenMetricsComment() throws(Fault) -> Bool {
        let start = index
        guard skip("# ") else { throw Fault(kind: .invalidComment, offset: start) }
        if skipWord("EOF") {
            if current == UInt8(ascii: "\r") {
                note(.carriageReturn, at: index)
                index += 1
            }
            if current == UInt8(ascii: "\n") {
                index += 1
                skipZeros()
            }
            return true
        }
        if skipWord("HELP ") {
            let (name, body) = try readMetadata(isHelp: true)
            guard let help = bytes.unescaped(body, quoteEscaped: true) else {
                throw Fault(kind: .invalidHelp, offset: body.lowerBound)
            }
            declare(.help(help), of: name)
        } else if skipWord("TYPE ") {
            let (name, body) = try readMetadata()
            guard let type = MetricType(rawValue: bytes.text(body)), type != .untyped else {
                note(.invalidType(excerpt(body), .openMetrics), at: body.lowerBound)
                return false
            }
            declare(.type(type), of: name)
        } else if skipWord("UNIT ") {
            let (name, body) = try readMetadata()
            let unit = bytes.text(body)
            guard unit.isEmpty || name.hasSuffix("_" + unit) else {
                note(.unitNotSuffix(unit: excerpt(body), name: name), at: body.lowerBound)
                return false
            }
            declare(.unit(unit), of: name)
        } else {
            throw Fault(kind: .invalidComment, offset: start)
        }
        return false
    }

    /// Reads the name and the text of a metadata line, and moves behind the line.
    private mutating func readMetadata(isHelp: Bool = false) throws(Fault) -> (name: String, body: Range<Int>) {
        let name = try readMetadataName()
        guard current == UInt8(ascii: " ") else { throw Fault(kind: .missingMetadataText, offset: index) }
        index += 1
        var (range, terminated) = readRestOfLine()
        guard terminated else { throw Fault(kind: .unexpectedEnd, offset: range.upperBound) }
        if isHelp { skipZeros() }
        if let last = range.last, bytes[last] == UInt8(ascii: "\r") {
            // Help may be any text.
            if !isHelp { note(.carriageReturn, at: last) }
            range = range.dropLast()
        }
        return (name, range)
    }

    private mutating func readOpenMetricsSample() throws(Fault) {
        let start = index
        let labels = try readSeries(rules: labelRules(isMetricNameAllowed: semantics.allowsAnyName), from: start)
        if let line = remember(labels, from: start), readPlainEnd(ofLine: line) { return }
        try readOpenMetricsEnd(labels)
    }

    /// Reads what comes behind the labels; these are nil for a series that is refused.
    private mutating func readOpenMetricsEnd(_ labels: Labels?) throws(Fault) {
        let value = try number(try readField(orElse: .missingValue))
        var timestamp: Timestamp?
        if !startsExemplar, current == UInt8(ascii: " ") {
            timestamp = Timestamp(milliseconds: try readSeconds())
        }
        if startsExemplar {
            let offset = index
            let exemplar = try readExemplar()
            let name = labels?.metricName ?? ""
            if let labels, !semantics.allowsExemplarsAnywhere, !name.hasSuffix("_total"), !name.hasSuffix("_bucket") {
                note(.exemplarNotAllowed(labels.metricName), at: offset)
            } else if let exemplar, labels != nil {
                exemplars.append(exemplar)
            }
        }
        if let labels { add(labels, value: value, timestamp: timestamp) }
        guard current == UInt8(ascii: "\n") else {
            throw Fault(kind: current == nil ? .unexpectedEnd : .trailingText, offset: index)
        }
        index += 1
        countSample()
    }

    /// Reads a blank and the bytes behind it up to the next blank or the end of the line.
    private mutating func readField(orElse kind: ExpositionProblem.Kind) throws(Fault) -> Range<Int> {
        guard current == UInt8(ascii: " ") else { throw Fault(kind: kind, offset: index) }
        index += 1
        let start = index
        while let byte = current, byte != UInt8(ascii: " "), byte != UInt8(ascii: "\n") {
            index += 1
        }
        var range = start..<index
        if let last = range.last, bytes[last] == UInt8(ascii: "\r"), current != UInt8(ascii: " ") {
            note(.carriageReturn, at: last)
            range = range.dropLast()
        }
        guard !range.isEmpty else { throw Fault(kind: kind, offset: start) }
        return range
    }

    /// Reads a timestamp in seconds, as milliseconds.
    private mutating func readSeconds() throws(Fault) -> Int64 {
        let range = try readField(orElse: .trailingText)
        let seconds: Double
        do throws(Fault) {
            seconds = try number(range)
        } catch {
            throw Fault(kind: .invalidTimestamp(excerpt(range), .openMetrics), offset: range.lowerBound)
        }
        guard seconds.isFinite else {
            throw Fault(kind: .invalidTimestamp(excerpt(range), .openMetrics), offset: range.lowerBound)
        }
        return Int64(saturating: seconds * 1000)
    }

    private var startsExemplar: Bool {
        peek(0) == UInt8(ascii: " ") && peek(1) == UInt8(ascii: "#") && peek(2) == UInt8(ascii: " ")
            && peek(3) == UInt8(ascii: "{")
    }

    private func labelRules(isMetricNameAllowed: Bool) -> LabelRules {
        LabelRules(isTrailingCommaAllowed: semantics.allowsTrailingComma, isMetricNameAllowed: isMetricNameAllowed)
    }

    /// Reads an exemplar; nil if Prometheus would accept the line and drop the exemplar.
    private mutating func readExemplar() throws(Fault) -> ExpositionExemplar? {
        index += 4
        var rules = labelRules(isMetricNameAllowed: false)
        rules.isSeries = false
        let list = try readLabels(name: nil, rules: rules)
        let value = try number(try readField(orElse: .invalidExemplar))
        var timestamp: Timestamp?
        if current == UInt8(ascii: " ") { timestamp = Timestamp(milliseconds: try readSeconds()) }
        let labels = list.labels
        let length = labels.reduce(0) { $0 + $1.name.unicodeScalars.count + $1.value.unicodeScalars.count }
        guard list.duplicate == nil, length <= ExpositionExemplar.maximumLength else { return nil }
        return ExpositionExemplar(sample: sampleCount, labels: labels, value: value, timestamp: timestamp)
    }
}
