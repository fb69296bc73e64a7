/// Bytes of a page as text.
extension UnsafeBufferPointer<UInt8> {
    /// Bytes as text, with invalid sequences repaired.
    func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: self[range]), as: UTF8.self)
    }

    /// Bytes as text, or nil if they are not valid UTF-8.
    func validText(_ range: Range<Int>) -> String? {
        let bytes = UnsafeBufferPointer(rebasing: self[range])
        // Nothing has to be repaired then.
        return bytes.isASCII ? String(decoding: bytes, as: UTF8.self) : String(validating: bytes, as: UTF8.self)
    }

    /// Bytes with their escapes resolved, or nil if the result is not valid UTF-8.
    func unescaped(_ range: Range<Int>, quoteEscaped: Bool) -> String? {
        let escape = UnsafeBufferPointer(rebasing: self[range]).firstIndex(of: UInt8(ascii: "\\"), from: 0)
        guard escape < range.count else { return validText(range) }
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = self[position]
            position += 1
            guard byte == UInt8(ascii: "\\"), position < range.upperBound else {
                result.append(byte)
                continue
            }
            switch self[position] {
            case UInt8(ascii: "n"): result.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "\\"): result.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "\"") where quoteEscaped: result.append(UInt8(ascii: "\""))
            case let other: result += [byte, other]
            }
            position += 1
        }
        return String(validating: result, as: UTF8.self)
    }
}
