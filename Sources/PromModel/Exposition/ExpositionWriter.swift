/// Writes the Prometheus text format 0.0.4.
///
/// The writer appends to one buffer and trusts its caller on names: they are written as they are. Labels are
/// rendered once with ``renderLabels(_:)`` and then written as often as needed.
package struct ExpositionWriter: Sendable {
    /// What has been written so far; empty, or ends in a line feed.
    package private(set) var bytes: [UInt8]

    /// Creates an empty writer.
    package init() {
        bytes = []
        bytes.reserveCapacity(4096)
    }

    /// Starts a metric family with its help and type lines.
    ///
    /// Types that the text format does not know are written as `untyped`; a gauge histogram's and a state set's
    /// samples remain readable that way.
    package mutating func family(_ name: String, type: MetricType, help: String) {
        bytes.append(contentsOf: "# HELP ".utf8)
        bytes.append(contentsOf: name.utf8)
        bytes.append(UInt8(ascii: " "))
        for byte in help.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(contentsOf: "\n# TYPE ".utf8)
        bytes.append(contentsOf: name.utf8)
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: ExpositionWriter.typeName(type).utf8)
        bytes.append(UInt8(ascii: "\n"))
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

    /// Writes a number as the format wants it: shortest digits, integers without a fraction, `+Inf`, `NaN`.
    package static func formatValue(_ value: Double) -> String {
        NumberText.format(value)
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

    private static func typeName(_ type: MetricType) -> String {
        switch type {
        case .counter, .gauge, .histogram, .summary: type.rawValue
        case .gaugehistogram, .stateset, .info, .unknown, .untyped: MetricType.untyped.rawValue
        }
    }
}
