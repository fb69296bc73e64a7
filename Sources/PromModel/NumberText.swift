/// Numbers as text, read and written the way Prometheus does.
package enum NumberText {
    /// Why a text is no number.
    package enum Failure: Error, Hashable, Sendable {
        /// It is not spelled like a number.
        case syntax
        /// It is a number too large for a double.
        case range
    }

    /// Reads a decimal number, `Inf`, `Infinity` or `NaN` (any case), as Go's `ParseFloat` does.
    ///
    /// Hexadecimal numbers and digit separators are refused, as is a sign before `NaN`. Numbers too small for a
    /// double become zero. NaN comes back as the ordinary NaN, never as a stale marker.
    package static func parse(_ text: String) throws(Failure) -> Double {
        var text = text
        // withUTF8 cannot carry a typed error out, a result can.
        let result: Result<Double, Failure> = text.withUTF8 { bytes in
            do throws(Failure) {
                return .success(try parse(bytes))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// Reads a number from bytes; see ``parse(_:)-(String)``.
    static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) -> Double {
        var index = 0
        var negative = false
        if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            negative = first == UInt8(ascii: "-")
            index = 1
        }
        guard index < bytes.count else { throw .syntax }
        if bytes[index] | 0x20 >= UInt8(ascii: "a") {
            return try parseWord(bytes, from: index, negative: negative)
        }
        var mantissa: UInt64 = 0
        var significant = 0
        var digits = 0
        var scale = 0
        var sawPoint = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte >= 0x30 && byte <= 0x39 {
                digits += 1
                if significant > 0 || byte != 0x30 { significant += 1 }
                if significant <= 18 { mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30) }
                if sawPoint { scale -= 1 }
            } else if byte == UInt8(ascii: ".") && !sawPoint {
                sawPoint = true
            } else {
                break
            }
            index += 1
        }
        guard digits > 0 else { throw .syntax }
        if index < bytes.count {
            guard bytes[index] | 0x20 == UInt8(ascii: "e") else { throw .syntax }
            scale += try parseExponent(bytes, from: index + 1)
        }
        // With few digits and a small exponent one multiplication or division is exact.
        if significant <= 15, scale >= -22, scale <= 22 {
            let value = Double(mantissa)
            let scaled = scale < 0 ? value / powersOfTen[-scale] : value * powersOfTen[scale]
            return negative ? -scaled : scaled
        }
        guard let value = Double(String(decoding: bytes, as: UTF8.self)) else { throw .syntax }
        guard value.isFinite else { throw .range }
        return value
    }

    private static func parseExponent(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(Failure) -> Int {
        var index = start
        var negative = false
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
            negative = bytes[index] == UInt8(ascii: "-")
            index += 1
        }
        guard index < bytes.count else { throw .syntax }
        var exponent = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard byte >= 0x30 && byte <= 0x39 else { throw .syntax }
            exponent = min(exponent * 10 + Int(byte &- 0x30), 1_000_000)
            index += 1
        }
        return negative ? -exponent : exponent
    }

    private static func parseWord(
        _ bytes: UnsafeBufferPointer<UInt8>,
        from start: Int,
        negative: Bool
    ) throws(Failure) -> Double {
        let word = bytes[start...].map { $0 | 0x20 }
        if word.elementsEqual("inf".utf8) || word.elementsEqual("infinity".utf8) {
            return negative ? -.infinity : .infinity
        }
        guard start == 0, word.elementsEqual("nan".utf8) else { throw .syntax }
        return StaleMarker.ordinaryNaN
    }
}
