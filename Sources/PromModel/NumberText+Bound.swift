extension NumberText {
    /// The bound of a bucket or a quantile in the form of OpenMetrics: `1.0`, `0.25`, `1e+06`, `+Inf`.
    ///
    /// What is no number stays as it is.
    static func normalizedBound(_ text: String) -> String {
        if text == "+Inf" { return text }
        var text = text
        switch text.withUTF8(boundForm) {
        case .normal: return text
        case .integer: return text + ".0"
        case .other: break
        }
        guard let value = try? parse(text) else { return text }
        // In this range Swift writes numbers as Go does.
        if value > 1e-99, value < 1e6, value.description == text { return text }
        if value == 0 { return "0.0" }
        guard value.isFinite else { return format(value) }
        let (digits, point) = shortestDigits(of: abs(value))
        let sign = value < 0 ? "-" : ""
        if point < -3 || point > 6 { return sign + scientific(digits, point: point) }
        let plain = plain(digits, point: point)
        return sign + (point >= digits.count ? plain + ".0" : plain)
    }

    /// How a bound is written.
    private enum BoundForm {
        /// As it should be.
        case normal
        /// As it should be but for the decimal that is missing.
        case integer
        /// In a way that has to be looked at as a number.
        case other
    }

    /// The form of a bound, as far as it can be told by its characters; most can.
    private static func boundForm(_ bytes: UnsafeBufferPointer<UInt8>) -> BoundForm {
        let isDigit = { (byte: UInt8) in byte >= 0x30 && byte <= 0x39 }
        let whole = bytes.prefix(while: isDigit)
        var rest = bytes[whole.endIndex...]
        var decimals = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            decimals = rest.dropFirst().prefix(while: isDigit)
            rest = rest[decimals.endIndex...]
            if decimals.isEmpty || decimals.last == 0x30 { return .other }
        }
        // Up to 15 digits are the shortest that tell a number.
        guard let first = whole.first, whole.count + decimals.count <= 15 else { return .other }
        if rest.isEmpty {
            let isSmall = first == 0x30 && decimals.prefix(4).elementsEqual("0000".utf8)
            guard whole.count <= 6, first != 0x30 || whole.count == 1, !isSmall else { return .other }
            return decimals.isEmpty ? .integer : .normal
        }
        guard whole.count == 1, first != 0x30, rest.count == 4, rest.first == UInt8(ascii: "e"),
            rest.suffix(2).allSatisfy(isDigit)
        else { return .other }
        let exponent = rest.suffix(2).reduce(0) { $0 * 10 + Int($1 - 0x30) }
        switch rest.dropFirst().first {
        case UInt8(ascii: "+"): return exponent >= 6 ? .normal : .other
        case UInt8(ascii: "-"): return exponent >= 5 ? .normal : .other
        default: return .other
        }
    }
}
