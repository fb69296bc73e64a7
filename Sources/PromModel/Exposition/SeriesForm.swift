/// A series as it was written, of which only the values of labels may be others in another line.
///
/// Most lines of a family have the form of an earlier one. Reading such a line word by word takes three times as long.
struct SeriesForm {
    /// The value of a label, as it stood in the last line of this form and in the one that is being read.
    private struct Slot {
        var value: Range<Int>
        var newValue: Range<Int>
        /// The place of the label among the pairs.
        let pair: Int
        let isBound: Bool
    }

    /// What has to have been declared before.
    let boundLabel: ExpositionReader.BoundLabel
    /// Whether other declarations would make other labels of it.
    let needsBoundLabel: Bool
    /// The bytes from the start of the line to the end of the labels.
    private var range: Range<Int>
    /// In the order in which the values are written.
    private var slots: [Slot]
    /// What the labels of lines share as long as no more than one value changes.
    private var pairs: [Labels.Pair]
    /// The slot whose value in the last line is not the one among the pairs, and that value.
    private var other: (slot: Int, value: String)?

    /// The form of a series that has been read word by word.
    ///
    /// - Parameters:
    ///   - pairs: Its labels.
    ///   - written: The names of the labels and the bytes of their values, as they are written.
    ///   - range: All of its bytes.
    ///   - boundLabel: The label whose values are bounds.
    ///   - needsBoundLabel: Whether that matters.
    init(
        _ pairs: [Labels.Pair],
        written: [(name: String, value: Range<Int>)],
        range: Range<Int>,
        boundLabel: ExpositionReader.BoundLabel,
        needsBoundLabel: Bool
    ) {
        self.pairs = pairs
        self.range = range
        self.boundLabel = boundLabel
        self.needsBoundLabel = needsBoundLabel
        slots = written.compactMap { label in
            guard let pair = pairs.firstIndex(where: { $0.name == label.name }) else { return nil }
            let isBound = boundLabel.isName(label.name)
            return Slot(value: label.value, newValue: label.value, pair: pair, isBound: isBound)
        }
    }

    /// Where a series of this form ends that begins at an offset; nil if there is none.
    mutating func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let range = range
        // Through one pointer: each change of an array's element looks whether others have the array as well.
        return slots.withUnsafeMutableBufferPointer { slots in
            var position = start
            var model = range.lowerBound
            for number in slots.indices {
                let value = slots[number].value
                guard bytes.hasText(of: model..<value.lowerBound, at: position) else { return nil }
                position += value.lowerBound - model
                guard let end = bytes.endOfValue(like: value, at: position) else { return nil }
                slots[number].newValue = position..<end
                position = end
                model = value.upperBound
            }
            guard bytes.hasText(of: model..<range.upperBound, at: position) else { return nil }
            return position + range.upperBound - model
        }
    }

    /// The labels of a series whose end has just been found.
    mutating func labels(
        in bytes: UnsafeBufferPointer<UInt8>,
        _ found: Range<Int>,
        bounds: inout BoundTexts
    ) -> Labels {
        for number in slots.indices {
            let slot = slots[number]
            if slot.newValue.count != slot.value.count || !bytes.hasText(of: slot.value, at: slot.newValue.lowerBound) {
                let text = slot.isBound ? bounds.text(of: slot.newValue, in: bytes) : bytes.text(slot.newValue)
                // A second value that changes: from here on lines share other pairs.
                if let other, other.slot != number { pairs[slots[other.slot].pair].value = other.value }
                other = (number, text)
            }
            slots[number].value = slot.newValue
        }
        range = found
        guard let other else { return Labels(sortedUnique: pairs) }
        return Labels(sortedUnique: pairs, withValue: other.value, at: slots[other.slot].pair)
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
