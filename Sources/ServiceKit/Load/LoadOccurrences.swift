import Histogram

/// Values of a second that is over, and how often each occurred.
///
/// A history has thousands of them for hours: each is kept as its difference from the one before, in as few bytes as
/// that needs.
package struct LoadOccurrences: Sendable {
    private var bytes: [UInt8] = []

    /// Takes what was recorded.
    init(_ values: LoadSlices.Values) {
        self.init(values.recordedValues().lazy.map { (value: $0.value, count: UInt64($0.count)) })
    }

    /// Takes values in nanoseconds, the least first; sixteenths of them are kept.
    package init(_ values: some Sequence<(value: UInt64, count: UInt64)>) {
        var buffer: [UInt8] = []
        var last: UInt64 = 0
        for one in values where one.count > 0 {
            let value = max(last, one.value >> 4)
            Self.append(value - last, to: &buffer)
            Self.append(one.count, to: &buffer)
            last = value
        }
        // What a growing array has in reserve would be as much again.
        bytes.reserveCapacity(buffer.count)
        bytes.append(contentsOf: buffer)
    }

    /// Adds those of another loop.
    package mutating func add(_ other: LoadOccurrences) {
        // No value occurs 0 times: such a pair says that values begin anew.
        bytes += [0, 0] + other.bytes
    }

    /// Each value in nanoseconds, and how often it occurred.
    package func each(_ body: (_ value: UInt64, _ count: UInt32) -> Void) {
        var place = bytes.startIndex
        var value: UInt64 = 0
        while place < bytes.endIndex {
            value += next(&place)
            let count = next(&place)
            guard count > 0 else {
                value = 0
                continue
            }
            body(value << 4, UInt32(clamping: count))
        }
    }

    /// Seven bits a byte, the lowest first; all but the last byte have the eighth.
    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private func next(_ place: inout Int) -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while place < bytes.endIndex {
            let byte = bytes[place]
            place += 1
            number |= UInt64(byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 { break }
        }
        return number
    }
}
