extension ExpositionReader {
    /// Reads what identifies a sample: a name, labels, or a quoted name among the labels.
    ///
    /// Blanks may stand between the start of the line and the name. The result is nil if the labels are well-formed
    /// but make no series, which has been noted then.
    mutating func readSeries(rules: LabelRules, from lineStart: Int) throws(Fault) -> Labels? {
        if let labels = readSeriesOfForm(from: lineStart) { return labels }
        let start = index
        var name = readMetricName()
        if name == nil, current != UInt8(ascii: "{") || !rules.isMetricNameAllowed {
            throw Fault(kind: current.map { .unexpectedByte($0) } ?? .unexpectedEnd, offset: index)
        }
        if let plain = name, start > lineStart {
            // Prometheus takes the blanks for a part of the name.
            if semantics.allowsAnyName {
                name = bytes.text(lineStart..<start) + plain
            } else {
                refuse(Fault(kind: .leadingBlank, offset: lineStart))
            }
        }
        if rules.blanksAllowed { skipBlanks() }
        guard current == UInt8(ascii: "{") else {
            return Labels(sortedUnique: [Labels.Pair(name: Labels.metricNameLabel, value: name ?? "")])
        }
        index += 1
        written.removeAll(keepingCapacity: true)
        let list = try readLabels(name: name, rules: rules)
        guard list.hasMetricName else { throw Fault(kind: .missingMetricName, offset: start) }
        if let duplicate = list.duplicate {
            refuse(duplicate)
            return nil
        }
        let labels = list.labels
        guard !labels.metricName.isEmpty else {
            refuse(Fault(kind: .missingMetricName, offset: start))
            return nil
        }
        keepForm(list.pairs, range: lineStart..<index)
        return labels
    }
}
