/// Appends numbers of any width to bytes, the highest bit first.
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    /// Bits that do not fill a byte yet, at the low end.
    private var pending: UInt64 = 0
    private var pendingCount = 0

    /// How many bits have been written.
    var bitCount: Int { bytes.count * 8 + pendingCount }

    /// Appends the low bits of a number; at most 64 of them.
    mutating func write(_ value: UInt64, bits count: Int) {
        if count > 32 {
            write(value >> 32, bits: count - 32)
            write(value, bits: 32)
            return
        }
        let kept = value & ((1 << UInt64(count)) - 1)
        pending = pending << UInt64(count) | kept
        pendingCount += count
        while pendingCount >= 8 {
            pendingCount -= 8
            bytes.append(UInt8(truncatingIfNeeded: pending >> UInt64(pendingCount)))
        }
    }

    /// Appends a number in groups of seven bits, the lowest first.
    mutating func writeVariable(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            write(rest & 0x7f | 0x80, bits: 8)
            rest >>= 7
        }
        write(rest, bits: 8)
    }

    /// Appends a signed number in groups of seven bits; small ones are short, whatever their sign.
    mutating func writeVariable(signed value: Int64) {
        writeVariable(ZigZag.encode(value))
    }

    /// All bytes, the last filled up with zeros.
    consuming func finish() -> [UInt8] {
        if pendingCount > 0 { write(0, bits: 8 - pendingCount) }
        return bytes
    }
}

/// Signed numbers as unsigned ones, so that those near zero are small.
enum ZigZag {
    static func encode(_ value: Int64) -> UInt64 {
        UInt64(bitPattern: (value &<< 1) ^ (value &>> 63))
    }

    static func decode(_ value: UInt64) -> Int64 {
        Int64(bitPattern: value >> 1) ^ (0 &- Int64(bitPattern: value & 1))
    }
}
