extension NumberText {
    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// All powers of five below 2^63.
    private static let powersOfFive: [UInt64] = (0..<27).reduce(into: [1]) { powers, last in
        powers.append(powers[last] * 5)
    }

    /// Reads a decimal number of the common kind as far as it goes, to the last bit.
    ///
    /// - Returns: the number and where it ends; nil for what is no decimal number, and for one of more than 19 digits
    ///   or with an exponent beyond 27, which exact arithmetic on integers does not reach.
    static func decimal(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (value: Double, end: Int)? {
        var index = start
        guard index < bytes.count else { return nil }
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
        var mantissa: UInt64 = 0
        var digits = readDigits(bytes, &index, into: &mantissa)
        var scale = 0
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            let decimals = readDigits(bytes, &index, into: &mantissa)
            digits += decimals
            scale = -decimals
        }
        guard digits > 0, digits <= 19 else { return nil }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            guard let exponent = smallExponent(bytes, &index) else { return nil }
            scale += exponent
        }
        guard let value = exactly(mantissa, scale: scale) else { return nil }
        return (isNegative ? -value : value, index)
    }

    /// Appends digits to a number, wrapping around; how many there were.
    private static func readDigits(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ index: inout Int,
        into number: inout UInt64
    ) -> Int {
        let start = index
        while index < bytes.count {
            let digit = bytes[index] &- 0x30
            guard digit <= 9 else { break }
            number = number &* 10 &+ UInt64(digit)
            index += 1
        }
        return index - start
    }

    /// Reads an exponent of up to four digits; nil if there is none.
    private static func smallExponent(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Int? {
        guard index < bytes.count else { return nil }
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
        var exponent: UInt64 = 0
        let digits = readDigits(bytes, &index, into: &exponent)
        guard digits > 0, digits <= 4 else { return nil }
        return isNegative ? -Int(exponent) : Int(exponent)
    }

    /// A mantissa times a power of ten, rounded once; nil if the power is beyond 27.
    private static func exactly(_ mantissa: UInt64, scale: Int) -> Double? {
        // Both factors are exact, so that there is one rounding (Clinger, "How to read floating point numbers
        // accurately", 1990).
        if mantissa <= 1 << 53, scale >= -22, scale <= 22 {
            let value = Double(mantissa)
            return scale < 0 ? value / powersOfTen[-scale] : value * powersOfTen[scale]
        }
        guard abs(scale) < powersOfFive.count else { return nil }
        let power = UInt128(powersOfFive[abs(scale)])
        // 10^n is 5^n times 2^n, and the powers of two only move the exponent.
        if scale >= 0 { return rounded(UInt128(mantissa) * power, exponent: scale) }
        // The quotient has 65 bits at least. Its last one stands for all that the division leaves.
        let shift = UInt128(mantissa).leadingZeroBitCount
        let (quotient, rest) = (UInt128(mantissa) << UInt128(shift)).quotientAndRemainder(dividingBy: power)
        return rounded(rest == 0 ? quotient : quotient | 1, exponent: scale - shift)
    }

    /// An integer times a power of two, to the nearest double, ties to even.
    private static func rounded(_ integer: UInt128, exponent: Int) -> Double {
        let excess = max(0, 128 - integer.leadingZeroBitCount - 53)
        var significand = UInt64(truncatingIfNeeded: integer >> UInt128(excess))
        if excess > 0 {
            let half: UInt128 = 1 << UInt128(excess - 1)
            let rest = integer & (half << 1 &- 1)
            if rest > half || rest == half && significand & 1 == 1 { significand += 1 }
        }
        return Double(sign: .plus, exponent: excess + exponent, significand: Double(significand))
    }
}
