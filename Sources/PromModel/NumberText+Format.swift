extension NumberText {
    /// Writes a number with as few digits as tell it from every other double.
    ///
    /// The form is that of Prometheus's API: plain digits from 1e-6 up to 1e21, an exponent of at least two digits
    /// outside; `NaN`, `+Inf` and `-Inf`; integers without a fraction.
    package static func format(_ value: Double) -> String {
        if let integer = Int64(exactly: value), abs(value) < 1e15, value != 0 {
            return String(integer)
        }
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        let magnitude = abs(value)
        let (digits, point) = shortestDigits(of: magnitude)
        let exponential = magnitude < 1e-6 || magnitude >= 1e21
        let text = exponential ? scientific(digits, point: point) : plain(digits, point: point)
        return (value < 0 ? "-" : "") + text
    }

    /// Writes a number in plain digits whatever its size, as `count_values` does for its label.
    package static func formatPlain(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return format(value) }
        let (digits, point) = shortestDigits(of: abs(value))
        return (value < 0 ? "-" : "") + plain(digits, point: point)
    }

    /// The shortest decimal digits of a positive number, and how many of them stand before the point.
    static func shortestDigits(of value: Double) -> (digits: [UInt8], point: Int) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        let text = Array(value.description.utf8)
        for (index, byte) in text.enumerated() {
            if byte == UInt8(ascii: ".") {
                point = digits.count
            } else if byte == UInt8(ascii: "e") {
                exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
                break
            } else {
                digits.append(byte)
            }
        }
        var position = (point ?? digits.count) + exponent
        let leading = digits.prefix { $0 == 0x30 }.count
        digits.removeFirst(leading)
        position -= leading
        while digits.last == 0x30 {
            digits.removeLast()
        }
        return (digits, position)
    }

    static func plain(_ digits: [UInt8], point: Int) -> String {
        if point <= 0 {
            return "0." + String(repeating: "0", count: -point) + String(decoding: digits, as: UTF8.self)
        }
        if point >= digits.count {
            return String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: point - digits.count)
        }
        return String(decoding: digits[..<point], as: UTF8.self) + "."
            + String(decoding: digits[point...], as: UTF8.self)
    }

    static func scientific(_ digits: [UInt8], point: Int) -> String {
        let exponent = point - 1
        let fraction = digits.count > 1 ? "." + String(decoding: digits.dropFirst(), as: UTF8.self) : ""
        let size = String(exponent.magnitude)
        return String(decoding: digits.prefix(1), as: UTF8.self) + fraction + "e" + (exponent < 0 ? "-" : "+")
            + (size.count < 2 ? "0" : "") + size
    }
}
