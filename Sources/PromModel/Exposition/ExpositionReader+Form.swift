extension ExpositionReader {
    /// A series as it was written, of which only the values of labels may be others in the next line.
    struct SeriesForm {
        /// The bytes from the start of the line to the end of the labels.
        var range = 0..<0
        /// The bytes of the values, in the order in which they are written; none if there is no form to follow.
        var values: [Range<Int>] = []
        /// The bytes of the values in the line that is being read.
        var newValues: [Range<Int>] = []
        /// Where the values stand among the pairs.
        var places: [Int] = []
        var pairs: [Labels.Pair] = []
        var boundLabel = BoundLabel.none
        var needsBoundLabel = false
    }

    /// Reads a series that has the form of an earlier one, and moves over it; nil, without moving, for any other.
    ///
    /// Most lines of a family do. Reading such a one word by word takes three times as long.
    mutating func readSeriesOfForm(from start: Int) -> Labels? {
        for number in forms.indices where followsForm(number, from: start) {
            for place in forms[number].values.indices {
                let value = forms[number].newValues[place]
                let old = forms[number].values[place]
                if value.count != old.count || !bytes.hasText(of: old, at: value.lowerBound) {
                    let pair = forms[number].places[place]
                    let text = boundText(bytes.text(value), of: forms[number].pairs[pair].name)
                    forms[number].pairs[pair].value = text
                }
                forms[number].values[place] = value
            }
            forms[number].range = start..<index
            needsBoundLabel = forms[number].needsBoundLabel
            return Labels(sortedUnique: forms[number].pairs)
        }
        return nil
    }

    /// Moves over a series if it has a form, and notes where the values are; whether it has.
    private mutating func followsForm(_ number: Int, from start: Int) -> Bool {
        guard forms[number].boundLabel == boundLabel, !forms[number].values.isEmpty else { return false }
        var position = start
        var model = forms[number].range.lowerBound
        for place in forms[number].values.indices {
            let value = forms[number].values[place]
            guard bytes.hasText(of: model..<value.lowerBound, at: position) else { return false }
            position += value.lowerBound - model
            guard let end = bytes.endOfValue(like: value, at: position) else { return false }
            forms[number].newValues[place] = position..<end
            position = end
            model = value.upperBound
        }
        guard bytes.hasText(of: model..<forms[number].range.upperBound, at: position) else { return false }
        index = position + forms[number].range.upperBound - model
        return true
    }

    /// Keeps the form of a series that has been read word by word, if it can be followed.
    mutating func keepForm(_ pairs: [Labels.Pair], range: Range<Int>) {
        // Not where a label has no value, or zero bytes behind it.
        guard isLineClean, pairs.count == written.count + 1, pairs.allSatisfy({ !$0.value.isEmpty }),
            written.allSatisfy({ bytes[$0.value.upperBound] == UInt8(ascii: "\"") })
        else { return }
        let values = written.map(\.value)
        forms[oldestForm] = SeriesForm(
            range: range,
            values: values,
            newValues: values,
            places: written.compactMap { label in pairs.firstIndex { $0.name == label.name } },
            pairs: pairs,
            boundLabel: boundLabel,
            needsBoundLabel: needsBoundLabel
        )
        oldestForm = (oldestForm + 1) % forms.count
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where a label value ends: one that was there before, or another without anything special in it.
    fileprivate func endOfValue(like value: Range<Int>, at start: Int) -> Int? {
        let quote = UInt8(ascii: "\"")
        if hasText(of: value.lowerBound..<value.upperBound + 1, at: start) { return start + value.count }
        let end = firstIndex(of: quote, or: UInt8(ascii: "\\"), from: start)
        guard end > start, end < count, self[end] == quote else { return nil }
        return UnsafeBufferPointer(rebasing: self[start..<end]).isPlainText ? end : nil
    }
}
