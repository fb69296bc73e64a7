internal import PromModel

/// Durations as PromQL spells them: `1h30m`, `500ms`.
package enum PromQLDuration {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
        ("ms", 1),
    ]

    /// Reads a duration; nil if the text is none, or too long to count in milliseconds.
    ///
    /// Units go from large to small, each at most once, with whole numbers before them.
    package static func parse(_ text: some StringProtocol) -> Duration? {
        var total: Int64 = 0
        var lastUnit = -1
        var bytes = Array(text.utf8)[...]
        guard !bytes.isEmpty else { return nil }
        while !bytes.isEmpty {
            var count: Int64 = 0
            let digits = bytes.prefix { $0 >= 0x30 && $0 <= 0x39 }
            guard !digits.isEmpty else { return nil }
            for digit in digits {
                let (scaled, first) = count.multipliedReportingOverflow(by: 10)
                let (sum, second) = scaled.addingReportingOverflow(Int64(digit &- 0x30))
                if first || second { return nil }
                count = sum
            }
            bytes = bytes.dropFirst(digits.count)
            let letters = bytes.prefix { $0 < 0x30 || $0 > 0x39 }
            let name = String(decoding: letters, as: UTF8.self)
            guard let unit = units.firstIndex(where: { $0.name == name }), unit > lastUnit else { return nil }
            lastUnit = unit
            bytes = bytes.dropFirst(letters.count)
            let (product, first) = count.multipliedReportingOverflow(by: units[unit].milliseconds)
            let (sum, second) = total.addingReportingOverflow(product)
            if first || second || sum > 9_000_000_000_000_000 { return nil }
            total = sum
        }
        return .milliseconds(total)
    }

    /// Writes a duration with whole numbers of units, as Prometheus does: days and weeks only if they come out even.
    package static func format(_ duration: Duration) -> String {
        var rest = duration.milliseconds
        if rest == 0 { return "0s" }
        guard rest > 0 else { return "-" + format(.milliseconds(rest == .min ? .max : -rest)) }
        var text = ""
        for (name, size) in units {
            let isEvenOnly = name == "y" || name == "w" || name == "d"
            if rest < size || isEvenOnly && rest % size != 0 { continue }
            text += String(rest / size) + name
            rest %= size
        }
        return text
    }
}
