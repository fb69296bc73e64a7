extension ExpositionReader {
    /// The byte under the cursor, or nil at the end.
    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// The byte some way ahead of the cursor, or nil behind the end.
    func peek(_ distance: Int) -> UInt8? {
        index + distance < bytes.count ? bytes[index + distance] : nil
    }

    /// Moves behind the next line feed at or after an offset.
    mutating func skipLine(from offset: Int) {
        index = min(bytes.firstIndex(of: UInt8(ascii: "\n"), from: offset) + 1, bytes.count)
    }

    /// Moves over blanks and tabs; whether there were any.
    @discardableResult mutating func skipBlanks() -> Bool {
        let start = index
        while let byte = current, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
            index += 1
        }
        return index > start
    }

    /// Moves over a text if it comes next; whether it did.
    mutating func skip(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard index + length <= bytes.count else { return false }
        for offset in 0..<length where bytes[index + offset] != text.utf8Start[offset] {
            return false
        }
        index += length
        return true
    }

    /// Moves over a word of a comment if it comes next; zero bytes behind each of its characters are part of it.
    mutating func skipWord(_ word: StaticString) -> Bool {
        let start = index
        for offset in 0..<word.utf8CodeUnitCount {
            guard current == word.utf8Start[offset] else {
                index = start
                return false
            }
            index += 1
            skipZeros()
        }
        return true
    }

    /// Moves over zero bytes.
    mutating func skipZeros() {
        while current == 0 {
            index += 1
        }
    }

    /// Moves over a name; nil, without moving, if none begins here.
    mutating func skipName(colonAllowed: Bool) -> Range<Int>? {
        let start = index
        while let byte = current {
            switch byte {
            case 0x41...0x5a, 0x61...0x7a, 0x5f: break
            case 0x3a where colonAllowed: break
            case 0x30...0x39 where index > start: break
            default: return index > start ? start..<index : nil
            }
            index += 1
        }
        return index > start ? start..<index : nil
    }

    /// Whether a metric name goes on with a byte.
    private func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x3a, 0x41...0x5a, 0x5f, 0x61...0x7a: true
        default: false
        }
    }

    /// Moves over a metric name and returns it; nil, without moving, if none begins here.
    ///
    /// Lines of a family share its text.
    mutating func readMetricName() -> String? {
        let end = index + lastName.range.count
        if end > index, bytes.hasText(of: lastName.range, at: index), end == bytes.count || !isNamePart(bytes[end]) {
            index = end
            return lastName.text
        }
        guard let range = skipName(colonAllowed: true) else { return nil }
        lastName = (range, bytes.text(range))
        return lastName.text
    }

    /// The rest of the line, without its line feed; the cursor ends behind the line feed.
    ///
    /// `terminated` is false if the body ends before a line feed does.
    mutating func readRestOfLine() -> (range: Range<Int>, terminated: Bool) {
        let range = index..<bytes.firstIndex(of: UInt8(ascii: "\n"), from: index)
        index = range.upperBound
        let terminated = index < bytes.count
        if terminated { index += 1 }
        return (range, terminated)
    }
}
