internal import PromModel

/// Bytes that keep a text of a query from being UTF-8, such as that of `"a\xc5z"`.
///
/// Prometheus reads such a text and objects only where it would be a name. A string cannot hold these bytes, so each
/// stands in it as a character of a range for private use, which no metric is likely to use.
enum StrayByte {
    private static let substitutes: ClosedRange<Unicode.Scalar> = "\u{10ff80}"..."\u{10ffff}"

    /// Bytes as a text, with a character for each stray one.
    static func text(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var result = "".unicodeScalars
        var rest = bytes[...]
        while let byte = rest.first {
            let character = (1...4).lazy.compactMap { String(validating: rest.prefix($0), as: UTF8.self) }.first
            result += (character ?? substitute(of: byte)).unicodeScalars
            rest = rest.dropFirst(character?.utf8.count ?? 1)
        }
        return String(result)
    }

    /// Whether a text has any.
    static func isPresent(in text: String) -> Bool { text.unicodeScalars.contains(where: substitutes.contains) }

    /// A text in quotes, stray bytes as escapes.
    static func quoted(_ text: String) -> String {
        Labels.quoted(text).unicodeScalars.reduce(into: "") { result, scalar in
            if substitutes.contains(scalar) {
                result += "\\x" + String(UInt8(truncatingIfNeeded: scalar.value), radix: 16)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }

    private static func substitute(of byte: UInt8) -> String {
        Unicode.Scalar(substitutes.lowerBound.value - 0x80 + UInt32(byte)).map { String($0) } ?? ""
    }
}
