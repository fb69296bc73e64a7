extension JSONReader {
    /// Reads a string; escapes are resolved, and what is no Unicode is repaired.
    mutating func string() throws(JSONFault) -> String {
        try expect(UInt8(ascii: "\""), "a string")
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                defer { index += 1 }
                return text(start..<index)
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            default: index += 1
            }
        }
        throw .truncated(at: bytes.count)
    }

    /// Reads a string; a value of another kind is skipped and counts as none.
    mutating func stringIfAny() throws(JSONFault) -> String? {
        if try next() == UInt8(ascii: "\"") { return try string() }
        try skip()
        return nil
    }

    /// Reads an array of strings.
    mutating func strings() throws(JSONFault) -> [String] {
        var result: [String] = []
        guard try enterArray() else { return result }
        while try nextElement() { result.append(try string()) }
        return result
    }

    /// Bytes as text, with invalid sequences repaired.
    func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    /// The slow way, from the first escape on.
    private mutating func escapedString(from start: Int) throws(JSONFault) -> String {
        var unescaped = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: unescaped, as: UTF8.self)
            case UInt8(ascii: "\\"): unescaped.append(contentsOf: try escape())
            default: unescaped.append(byte)
            }
        }
        throw .truncated(at: bytes.count)
    }

    /// Reads what follows a backslash.
    private mutating func escape() throws(JSONFault) -> [UInt8] {
        guard index < bytes.count else { throw .truncated(at: bytes.count) }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try unicodeEscape()).utf8)
        default: throw .unexpected(wanted: "an escape", at: index - 1)
        }
    }

    /// Reads the digits behind `\u`, and the second half of a surrogate pair; half a pair is repaired.
    private mutating func unicodeEscape() throws(JSONFault) -> Unicode.Scalar {
        let replacement: Unicode.Scalar = "\u{FFFD}"
        let unit = try hexadecimalUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard (0xD800..<0xDC00).contains(unit), index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        else { return replacement }
        let behindFirst = index
        index += 2
        let low = try hexadecimalUnit()
        guard (0xDC00..<0xE000).contains(low) else {
            index = behindFirst
            return replacement
        }
        return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? replacement
    }

    private mutating func hexadecimalUnit() throws(JSONFault) -> UInt32 {
        guard index + 4 <= bytes.count else { throw .truncated(at: bytes.count) }
        var unit: UInt32 = 0
        for offset in index..<(index + 4) {
            let digit: UInt8
            switch bytes[offset] {
            case 0x30...0x39: digit = bytes[offset] - 0x30
            case 0x41...0x46: digit = bytes[offset] - 0x37
            case 0x61...0x66: digit = bytes[offset] - 0x57
            default: throw .unexpected(wanted: "a hexadecimal digit", at: offset)
            }
            unit = unit << 4 | UInt32(digit)
        }
        index += 4
        return unit
    }
}
