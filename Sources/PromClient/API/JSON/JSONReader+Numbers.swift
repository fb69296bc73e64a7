import PromModel

extension JSONReader {
    /// Moves over a number, and returns it as it is spelled.
    mutating func numberText() throws(JSONFault) -> String {
        _ = try next()
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
                UInt8(ascii: "E"):
                index += 1
                continue
            default: break
            }
            break
        }
        guard index > start else { throw .unexpected(wanted: "a value", at: start) }
        return text(start..<index)
    }

    /// Reads a number.
    mutating func number() throws(JSONFault) -> Double {
        _ = try next()
        let start = index
        return try parse(try numberText(), at: start)
    }

    /// Reads seconds, which become milliseconds without a detour through floating point.
    mutating func timestamp() throws(JSONFault) -> Timestamp {
        let isNegative = try next() == UInt8(ascii: "-")
        let start = index
        if isNegative { index += 1 }
        var milliseconds: Int64 = 0
        let whole = digits(into: &milliseconds, atMost: 15)
        var decimals = 0
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            decimals = digits(into: &milliseconds, atMost: 3)
        }
        guard whole > 0, !isNumberByte else {
            index = start
            return Timestamp(seconds: try number())
        }
        for _ in decimals..<3 { milliseconds *= 10 }
        return Timestamp(milliseconds: isNegative ? -milliseconds : milliseconds)
    }

    /// Reads a sample value: a number in quotes, `NaN` and infinities among them.
    mutating func quotedNumber() throws(JSONFault) -> Double {
        try expect(UInt8(ascii: "\""), "a number in quotes")
        let start = index
        if let value = exactDecimal(), index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
            index += 1
            return value
        }
        index = start - 1
        return try parse(try string(), at: start)
    }

    private func parse(_ text: String, at offset: Int) throws(JSONFault) -> Double {
        do throws(NumberText.Failure) {
            return try NumberText.parse(text)
        } catch {
            throw .unexpected(wanted: "a number", at: offset)
        }
    }

    /// Whether the byte at the cursor would go on with a number.
    private var isNumberByte: Bool {
        guard index < bytes.count else { return false }
        switch bytes[index] {
        case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): return true
        default: return false
        }
    }

    /// Appends digits to a number; how many there were.
    private mutating func digits(into value: inout Int64, atMost limit: Int) -> Int {
        let start = index
        while index < bytes.count, index - start < limit {
            let digit = bytes[index] &- 0x30
            guard digit <= 9 else { break }
            value = value &* 10 &+ Int64(digit)
            index += 1
        }
        return index - start
    }
}
