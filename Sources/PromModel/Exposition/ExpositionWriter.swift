/// Writes the Prometheus text format 0.0.4 or OpenMetrics 1.0.
///
/// The writer appends to one buffer and trusts its caller on names: they are written as they are. Labels are
/// rendered once with ``renderLabels(_:)`` and then written as often as needed.
package struct ExpositionWriter: Sendable {
    /// What has been written so far; empty, or ends in a line feed.
    package private(set) var bytes: [UInt8]
    private let format: ExpositionFormat

    /// Creates an empty writer.
    package init(format: ExpositionFormat = .text) {
        self.format = format
        bytes = []
        bytes.reserveCapacity(4096)
    }

    /// Starts a metric family with its help and type lines.
    ///
    /// The name is that of the samples, `_total` or `_info` included; OpenMetrics names a family without, and its
    /// counters have to have that suffix. Types that the text format does not know are written as `untyped`; a gauge
    /// histogram's and a state set's samples remain readable that way.
    package mutating func family(_ name: String, type: MetricType, help: String) {
        let family = familyName(name, type)
        bytes.append(contentsOf: "# HELP ".utf8)
        bytes.append(contentsOf: family.utf8)
        bytes.append(UInt8(ascii: " "))
        for byte in help.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\"") where format == .openMetrics: bytes.append(contentsOf: "\\\"".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(contentsOf: "\n# TYPE ".utf8)
        bytes.append(contentsOf: family.utf8)
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: typeName(type).utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Ends the page; nothing may be written behind it.
    package mutating func finish() {
        if format == .openMetrics { bytes.append(contentsOf: "# EOF\n".utf8) }
    }

    /// Writes one sample line.
    ///
    /// - Parameters:
    ///   - name: The full sample name, with any suffix such as `_bucket`.
    ///   - labels: Labels as ``renderLabels(_:)`` gives them: without braces, possibly empty.
    ///   - value: The value.
    package mutating func sample(_ name: String, labels: String, value: Double) {
        bytes.append(contentsOf: name.utf8)
        if !labels.isEmpty {
            bytes.append(UInt8(ascii: "{"))
            bytes.append(contentsOf: labels.utf8)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: " "))
        appendValue(value)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Renders labels in the given order, with their values escaped: `a="b",c="d"`.
    package static func renderLabels(_ labels: [(String, String)]) -> String {
        var text = ""
        for (name, value) in labels {
            if !text.isEmpty { text += "," }
            text += name
            text += "=\""
            for scalar in value.unicodeScalars {
                switch scalar {
                case "\"": text += "\\\""
                case "\\": text += "\\\\"
                case "\n": text += "\\n"
                default: text.unicodeScalars.append(scalar)
                }
            }
            text += "\""
        }
        return text
    }

    /// Writes the upper bound of a bucket, or a quantile: in OpenMetrics never without a decimal, `1.0`.
    package func formatBound(_ bound: Double) -> String {
        let text = NumberText.format(bound)
        return format == .openMetrics ? NumberText.normalizedBound(text) : text
    }

    /// Appends a number; integers, which most samples are, take no detour through a string.
    private mutating func appendValue(_ value: Double) {
        guard value >= 0, value < 1e15, let integer = UInt64(exactly: value), value.sign == .plus else {
            bytes.append(contentsOf: NumberText.format(value).utf8)
            return
        }
        let start = bytes.count
        var rest = integer
        repeat {
            bytes.append(UInt8(truncatingIfNeeded: rest % 10) &+ 0x30)
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    private func familyName(_ name: String, _ type: MetricType) -> String {
        let suffix = type == .counter ? "_total" : type == .info ? "_info" : ""
        guard format == .openMetrics, name.hasSuffix(suffix) else { return name }
        return String(name.dropLast(suffix.count))
    }

    private func typeName(_ type: MetricType) -> String {
        switch (type, format) {
        case (.counter, _), (.gauge, _), (.histogram, _), (.summary, _): type.rawValue
        case (.untyped, .openMetrics): MetricType.unknown.rawValue
        case (_, .openMetrics): type.rawValue
        // Protocol buffers are not written.
        case (_, .text), (_, .protobuf): MetricType.untyped.rawValue
        }
    }
}
