/// Numbers of bytes as the configuration file spells them: `500KiB`, `64MiB`, `1GiB`, or `64MB`.
///
/// As in Prometheus's files every unit counts by 1024, with the `i` and without.
package enum ByteSizeText {
    private static let units: [(suffix: String, bytes: Int)] = [
        ("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30),
    ]

    /// A whole number above zero with a unit; nil for anything else, and from 1 TiB on.
    package static func parse(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let suffix = text[digits.endIndex...]
        guard let count = Int(digits), count > 0, count < 1 << 40,
            let unit = units.first(where: { $0.suffix == suffix || $0.suffix.filter { $0 != "i" } == suffix })
        else { return nil }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: unit.bytes)
        return overflow || bytes >= 1 << 40 ? nil : bytes
    }

    /// A number of bytes in the largest unit that comes out even.
    package static func format(_ bytes: Int) -> String {
        let unit = units.last { bytes.isMultiple(of: $0.bytes) }
        return unit.map { "\(bytes / $0.bytes)\($0.suffix)" } ?? "\(bytes)B"
    }
}
