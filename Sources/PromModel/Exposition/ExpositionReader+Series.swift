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
            return Labels(metricName: name ?? "")
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
        keepForm(list.pairs, lineStart..<index)
        return labels
    }

    /// Reads a series that has the form of an earlier one, and moves over it; nil, without moving, for any other.
    private mutating func readSeriesOfForm(from start: Int) -> Labels? {
        // Buckets are many: the form of the last one is tried first.
        var number = lastForm
        for _ in forms.indices {
            defer { number = number + 1 < forms.count ? number + 1 : 0 }
            guard forms[number].boundLabel == boundLabel, let end = forms[number].end(in: bytes, from: start) else {
                continue
            }
            index = end
            needsBoundLabel = forms[number].needsBoundLabel
            lastForm = number
            return forms[number].labels(in: bytes, start..<end, bounds: &bounds)
        }
        return nil
    }

    /// Keeps the form of a series that has been read word by word, if it can be followed.
    private mutating func keepForm(_ pairs: [Labels.Pair], _ range: Range<Int>) {
        // Not where a label has no value, or zero bytes behind it.
        guard isLineClean, !written.isEmpty, pairs.count == written.count + 1,
            pairs.allSatisfy({ !$0.value.isEmpty }),
            written.allSatisfy({ bytes[$0.value.upperBound] == UInt8(ascii: "\"") })
        else { return }
        let form = SeriesForm(
            pairs,
            written: written,
            range: range,
            boundLabel: boundLabel,
            needsBoundLabel: needsBoundLabel
        )
        // A histogram has three: of buckets, the sum and the count.
        if forms.count < 3 {
            lastForm = forms.count
            forms.append(form)
        } else {
            lastForm = (lastForm + 1) % forms.count
            forms[lastForm] = form
        }
    }
}
