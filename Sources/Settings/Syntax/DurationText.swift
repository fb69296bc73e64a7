/// Durations as the command line and the configuration files spell them: `500ms`, `15s`, `5m`, `1h`, `1m30s`, `4w`.
package enum DurationText {
    private static let units: [(suffix: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 604_800_000),
        ("y", 31_536_000_000),
    ]

    /// Parts of whole numbers with units, such as `1m30s`; nil for anything else, zero included.
    package static func parse(_ text: String) -> Duration? {
        var rest = Substring(text)
        var total: Int64 = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let count = Int64(digits), count < 1_000_000_000, total < Int64.max / 4 else { return nil }
            rest = rest[digits.endIndex...]
            let suffix = rest.prefix { $0.isLetter }
            guard let unit = units.first(where: { $0.suffix == suffix }) else { return nil }
            let (product, isTooLong) = count.multipliedReportingOverflow(by: unit.milliseconds)
            guard !isTooLong, product < Int64.max / 4 else { return nil }
            total += product
            rest = rest[suffix.endIndex...]
        }
        return total > 0 ? .milliseconds(total) : nil
    }

    /// A duration in the largest unit up to days that comes out even.
    package static func format(_ duration: Duration) -> String {
        let milliseconds = Int64(duration / .milliseconds(1))
        // Zero is a whole number of anything.
        guard milliseconds != 0 else { return "0s" }
        let unit = units.prefix { $0.suffix != "w" }.last { milliseconds.isMultiple(of: $0.milliseconds) }
        return unit.map { "\(milliseconds / $0.milliseconds)\($0.suffix)" } ?? "\(milliseconds)ms"
    }
}
