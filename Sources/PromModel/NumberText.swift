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

    /// Reads a number from bytes; see ``parse(_:)-(String)``.
    static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) -> Double {
        if let (value, end) = decimal(bytes, from: 0), end == bytes.count { return value }
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
        guard isDecimal(bytes[index...]), let value = Double(String(decoding: bytes, as: UTF8.self)) else {
            throw .syntax
        }
        guard value.isFinite else { throw .range }
        return value
    }

    /// Whether bytes are spelled like a decimal number without a sign.
    private static func isDecimal(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let isDigit = { (byte: UInt8) in byte >= 0x30 && byte <= 0x39 }
        let whole = bytes.prefix(while: isDigit)
        var rest = bytes[whole.endIndex...]
        var decimals = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            decimals = rest.dropFirst().prefix(while: isDigit)
            rest = rest[decimals.endIndex...]
        }
        guard !whole.isEmpty || !decimals.isEmpty else { return false }
        guard let mark = rest.first else { return true }
        guard mark | 0x20 == UInt8(ascii: "e") else { return false }
        var exponent = rest.dropFirst()
        if exponent.first == UInt8(ascii: "-") || exponent.first == UInt8(ascii: "+") {
            exponent = exponent.dropFirst()
        }
        return !exponent.isEmpty && exponent.allSatisfy(isDigit)
    }

    private static func parseWord(
        _ bytes: UnsafeBufferPointer<UInt8>,
        from start: Int,
        negative: Bool
    ) throws(Failure) -> Double {
        let word = bytes[start...].lazy.map { $0 | 0x20 }
        if word.elementsEqual("inf".utf8) || word.elementsEqual("infinity".utf8) {
            return negative ? -.infinity : .infinity
        }
        guard start == 0, word.elementsEqual("nan".utf8) else { throw .syntax }
        return StaleMarker.ordinaryNaN
    }
}
