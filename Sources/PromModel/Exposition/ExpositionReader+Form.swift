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
        guard form.boundLabel == boundLabel, !form.values.isEmpty else { return nil }
        var position = start
        var model = form.range.lowerBound
        for number in form.values.indices {
            let value = form.values[number]
            guard isSame(model..<value.lowerBound, at: position) else { return nil }
            position += value.lowerBound - model
            guard let end = endOfValue(like: value, at: position) else { return nil }
            form.newValues[number] = position..<end
            position = end
            model = value.upperBound
        }
        guard isSame(model..<form.range.upperBound, at: position) else { return nil }
        index = position + form.range.upperBound - model
        for number in form.values.indices {
            let value = form.newValues[number]
            if value.count == form.values[number].count, isSame(form.values[number], at: value.lowerBound) { continue }
            let place = form.places[number]
            form.pairs[place].value = boundText(text(value), of: form.pairs[place].name)
        }
        swap(&form.values, &form.newValues)
        form.range = start..<index
        needsBoundLabel = form.needsBoundLabel
        return Labels(sortedUnique: form.pairs)
    }

    /// Where a value ends: one that was there before, or another without anything special in it.
    private func endOfValue(like value: Range<Int>, at start: Int) -> Int? {
        let quote = UInt8(ascii: "\"")
        if isSame(value.lowerBound..<value.upperBound + 1, at: start) { return start + value.count }
        let end = bytes.firstIndex(of: quote, or: UInt8(ascii: "\\"), from: start)
        guard end > start, end < bytes.count, bytes[end] == quote else { return nil }
        return UnsafeBufferPointer(rebasing: bytes[start..<end]).isPlainText ? end : nil
    }

    private func isSame(_ range: Range<Int>, at position: Int) -> Bool {
        bytes.hasText(UnsafeBufferPointer(rebasing: bytes[range]), at: position)
    }

    /// Keeps the form of a series that has been read word by word, if it can be followed.
    mutating func keepForm(_ pairs: [Labels.Pair], range: Range<Int>) {
        form.values.removeAll(keepingCapacity: true)
        // Not where a label has no value, or zero bytes behind it.
        guard isLineClean, pairs.count == written.count + 1, pairs.allSatisfy({ !$0.value.isEmpty }),
            written.allSatisfy({ bytes[$0.value.upperBound] == UInt8(ascii: "\"") })
        else { return }
        form.range = range
        form.values.append(contentsOf: written.lazy.map(\.value))
        form.newValues = form.values
        form.places = written.compactMap { label in pairs.firstIndex { $0.name == label.name } }
        form.pairs = pairs
        form.boundLabel = boundLabel
        form.needsBoundLabel = needsBoundLabel
    }
}
