/// Powers of five that fit into 64 bits.
private let powersOfFive: [UInt64] = (0...27).reduce(into: []) { powers, _ in
    powers.append((powers.last ?? 0) == 0 ? 1 : (powers.last ?? 0) * 5)
}

extension JSONReader {
    /// Reads plain digits with or without a point, rounded to the nearest double; nil if they need the slow way.
    ///
    /// Rates and quantiles have 16 or 17 digits, too many for one floating-point division to be exact. One integer
    /// division of 128 by 64 bits is, and it saves making a string per sample.
    mutating func exactDecimal() -> Double? {
        let isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        let start = index
        var mantissa: UInt64 = 0
        var point: Int?
        while index < bytes.count {
            let digit = bytes[index] &- 0x30
            if digit <= 9 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
            } else if bytes[index] == UInt8(ascii: "."), point == nil {
                point = index + 1
            } else {
                break
            }
            index += 1
        }
        let digits = index - start - (point == nil ? 0 : 1)
        guard digits > 0, digits <= 19 else { return nil }
        let decimals = point.map { index - $0 } ?? 0
        let magnitude = Self.quotient(mantissa, decimals: decimals)
        return isNegative ? -magnitude : magnitude
    }

    /// An integer divided by a power of ten, at most the 19th, correctly rounded.
    private static func quotient(_ mantissa: UInt64, decimals: Int) -> Double {
        guard decimals > 0, mantissa > 0 else { return Double(mantissa) }
        let divisor = powersOfFive[decimals]
        let mantissaShift = mantissa.leadingZeroBitCount
        let divisorShift = divisor.leadingZeroBitCount
        let scaled = mantissa << mantissaShift
        // Half of the scaled mantissa is below the scaled divisor, so the quotient fits, with at least 63 bits.
        let (quotient, remainder) = (divisor << divisorShift).dividingFullWidth((scaled >> 1, scaled << 63))
        // A remainder only matters for telling a tie from more than a tie: its place is the lowest bit.
        let significand = Double(quotient | (remainder == 0 ? 0 : 1))
        let exponent = divisorShift - mantissaShift - 63 - decimals
        return significand * Double(sign: .plus, exponent: exponent, significand: 1)
    }
}
