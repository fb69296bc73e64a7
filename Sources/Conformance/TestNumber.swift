internal import PromModel

/// Numbers as Prometheus's tests write them, which are Go's: whole numbers in any base, or decimal ones.
enum TestNumber {
    /// Reads a number; nil if the text is none.
    static func parse(_ text: some StringProtocol) -> Double? {
        if let whole = whole(text) { return Double(whole) }
        do throws(NumberText.Failure) {
            return try NumberText.parse(String(text))
        } catch {
            return nil
        }
    }

    /// Reads a whole number: `0x` and `0b` tell the base, so do `0o` or a zero alone for octal.
    private static func whole(_ text: some StringProtocol) -> Int64? {
        let sign = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.prefix(1)) : ""
        let digits = text.dropFirst(sign.count).lowercased().filter { $0 != "_" }
        guard let first = digits.utf8.first, first >= 0x30, first <= 0x39 else { return nil }
        for (prefix, radix) in [("0x", 16), ("0b", 2), ("0o", 8), ("0", 8)]
        where digits.hasPrefix(prefix) && digits.count > prefix.count {
            return Int64(sign + digits.dropFirst(prefix.count), radix: radix)
        }
        return Int64(sign + digits)
    }
}
