/// How a run of whole numbers is written: what is foretold of each, and how the differences from that are coded.
///
/// Everything wraps around, so that any numbers come back as they were.
struct IntegerCode {
    /// What is foretold of a number.
    enum Forecast: UInt8 {
        /// It lies exactly one base after the last; no differences are written.
        case exact
        /// It lies on a line through the first: a schedule that does not drift.
        case line
        /// It lies about one base after the last.
        case step
        /// It lies as far after the last as that after the one before.
        case slope
    }

    /// How many ones in front of a difference say that it is written in full.
    static let escape = 12

    var forecast: Forecast
    /// How many low bits all distances from the first number lack.
    var shift: Int
    var base: Int64
    /// Whether the number of high bits is written, rather than their value: better where differences vary widely.
    var isWide: Bool
    /// How many low bits of a difference are written as they are.
    var lowBits: Int

    /// How many bits a difference takes.
    @inline(__always)
    static func cost(of value: UInt64, isWide: Bool, lowBits: Int) -> Int {
        let high = value >> UInt64(lowBits)
        if isWide {
            let length = UInt64.bitWidth - (high &+ 1).leadingZeroBitCount - 1
            if high < 1 << UInt64(escape), length < escape { return 2 * length + 1 + lowBits }
        } else if high < UInt64(escape) {
            return Int(high) + 1 + lowBits
        }
        return escape + 6 + max(1, UInt64.bitWidth - value.leadingZeroBitCount)
    }

    /// Writes a difference.
    func write(_ value: UInt64, to writer: inout BitWriter) {
        let high = value >> UInt64(lowBits)
        if isWide {
            let length = UInt64.bitWidth - (high &+ 1).leadingZeroBitCount - 1
            if high < 1 << UInt64(Self.escape), length < Self.escape {
                writer.write(UInt64.max << 1, bits: length + 1)
                writer.write(high &+ 1, bits: length)
                writer.write(value, bits: lowBits)
                return
            }
        } else if high < UInt64(Self.escape) {
            writer.write(UInt64.max << 1, bits: Int(high) + 1)
            writer.write(value, bits: lowBits)
            return
        }
        let length = max(1, UInt64.bitWidth - value.leadingZeroBitCount)
        writer.write(.max, bits: Self.escape)
        writer.write(UInt64(length - 1), bits: 6)
        writer.write(value, bits: length)
    }
}
