/// Bytes compared, searched and hashed eight at a time.
extension UnsafeBufferPointer<UInt8> {
    private static var wordSize: Int { 8 }

    private func word(at index: Int) -> UInt64 {
        UnsafeRawBufferPointer(self).loadUnaligned(fromByteOffset: index, as: UInt64.self)
    }

    /// Whether the bytes from an index on are the same as those of a range.
    func hasText(of range: Range<Int>, at start: Int) -> Bool {
        hasText(UnsafeBufferPointer(rebasing: self[range]), at: start)
    }

    /// Whether the bytes from an index on are those of a text.
    func hasText(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        guard text.count <= count - start else { return false }
        guard text.count >= Self.wordSize else {
            return text.indices.allSatisfy { text[$0] == self[start + $0] }
        }
        // The last word overlaps the one before it.
        let last = text.count - Self.wordSize
        var index = 0
        // Four at once: most texts that begin alike are the same.
        while index + 4 * Self.wordSize <= last {
            let first = text.word(at: index) ^ word(at: start + index)
            let second = text.word(at: index + 8) ^ word(at: start + index + 8)
            let third = text.word(at: index + 16) ^ word(at: start + index + 16)
            let fourth = text.word(at: index + 24) ^ word(at: start + index + 24)
            if first | second | third | fourth != 0 { return false }
            index += 4 * Self.wordSize
        }
        while index < last {
            if text.word(at: index) != word(at: start + index) { return false }
            index += Self.wordSize
        }
        return text.word(at: last) == word(at: start + last)
    }

    /// Whether no byte is above 127.
    var isASCII: Bool {
        var index = 0
        var seen: UInt64 = 0
        while index + Self.wordSize <= count {
            seen |= word(at: index)
            index += Self.wordSize
        }
        while index < count {
            seen |= UInt64(self[index])
            index += 1
        }
        return seen & 0x8080_8080_8080_8080 == 0
    }

    /// Whether there are neither control characters nor bytes above 127.
    var isPlainText: Bool {
        var index = 0
        while index + Self.wordSize <= count {
            let word = word(at: index)
            // A byte below 32 borrows from its highest bit, and only where there is one may others do so as well.
            if (word | (word &- 0x2020_2020_2020_2020)) & 0x8080_8080_8080_8080 != 0 { return false }
            index += Self.wordSize
        }
        return self[index...].allSatisfy { $0 >= 0x20 && $0 < 0x80 }
    }

    /// The first place of a byte at or after an index; the end if it does not occur.
    func firstIndex(of byte: UInt8, from start: Int) -> Int {
        let pattern = UInt64(byte) &* Self.ones
        var index = start
        while index + Self.wordSize <= count {
            let marks = Self.zeros(word(at: index).littleEndian ^ pattern)
            if marks != 0 { return index + marks.trailingZeroBitCount / 8 }
            index += Self.wordSize
        }
        while index < count && self[index] != byte { index += 1 }
        return Swift.min(index, count)
    }

    /// The first place of either of two bytes at or after an index; the end if none occurs.
    func firstIndex(of byte: UInt8, or other: UInt8, from start: Int) -> Int {
        let (pattern, otherPattern) = (UInt64(byte) &* Self.ones, UInt64(other) &* Self.ones)
        var index = start
        while index + Self.wordSize <= count {
            let word = word(at: index).littleEndian
            let marks = Self.zeros(word ^ pattern) | Self.zeros(word ^ otherPattern)
            if marks != 0 { return index + marks.trailingZeroBitCount / 8 }
            index += Self.wordSize
        }
        while index < count && self[index] != byte && self[index] != other { index += 1 }
        return Swift.min(index, count)
    }

    private static var ones: UInt64 { 0x0101_0101_0101_0101 }

    /// Mycroft's test for a zero byte: the lowest bit that is set marks the first one.
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & (ones << 7) }

    /// A hash of some of the bytes, not safe against chosen collisions.
    func hash(_ range: Range<Int>) -> UInt64 {
        // Numbers without a pattern: digits of the golden ratio and of pi.
        let (first, second): (UInt64, UInt64) = (0x9e37_79b9_7f4a_7c15, 0x2438_6a08_85a3_08d3)
        var state: UInt64 = 0
        var place = UInt64(range.count)
        // No product waits for the one before it; the place makes the order count.
        func mix(_ one: UInt64, _ other: UInt64) {
            let product = ((one ^ first) &+ place).multipliedFullWidth(by: other ^ second)
            state &+= product.high ^ product.low
            place &+= first
        }
        var index = range.lowerBound
        let end = range.upperBound
        while index + 2 * Self.wordSize < end {
            mix(word(at: index), word(at: index + Self.wordSize))
            index += 2 * Self.wordSize
        }
        // Up to two words are left; they overlap what came before, or each other.
        if range.count >= 2 * Self.wordSize {
            mix(word(at: end - 2 * Self.wordSize), word(at: end - Self.wordSize))
        } else if range.count >= Self.wordSize {
            mix(word(at: range.lowerBound), word(at: end - Self.wordSize))
        } else {
            mix(self[range].reduce(0) { $0 << 8 | UInt64($1) }, 0)
        }
        return state
    }
}
