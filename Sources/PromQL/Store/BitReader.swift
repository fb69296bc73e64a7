/// Reads what ``BitWriter`` wrote.
///
/// Behind the end there are zeros; whether anything was read there is asked once, at the end.
struct BitReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// Whether more has been read than there was.
    var isOverrun: Bool { position > bytes.count * 8 }

    /// The coming bits at the high end; at least 57 of them are right.
    @inline(__always)
    var window: UInt64 {
        let index = position >> 3
        if index + 8 <= bytes.count {
            let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
            return UInt64(bigEndian: word) << UInt64(position & 7)
        }
        var word: UInt64 = 0
        for offset in 0..<8 {
            let place = index + offset
            word = word << 8 | (place < bytes.count ? UInt64(bytes[place]) : 0)
        }
        return word << UInt64(position & 7)
    }

    /// How many bits of the window are right.
    @inline(__always)
    var windowBits: Int { 64 - (position & 7) }

    /// Reads a number of some bits; at most 64 of them.
    @inline(__always)
    mutating func read(bits count: Int) -> UInt64 {
        if count > 56 { return readLong(bits: count) }
        guard count > 0 else { return 0 }
        let value = window >> UInt64(64 - count)
        position += count
        return value
    }

    private mutating func readLong(bits count: Int) -> UInt64 {
        let high = window >> UInt64(96 - count)
        position += count - 32
        let low = window >> 32
        position += 32
        return high << 32 | low
    }

    /// Counts the ones before the next zero and moves behind it; with a full number of ones no zero follows.
    mutating func readOnes(atMost limit: Int) -> Int {
        let ones = (~window).leadingZeroBitCount
        guard ones < limit else {
            position += limit
            return limit
        }
        position += ones + 1
        return ones
    }

    /// Moves over some bits.
    mutating func skip(bits count: Int) {
        position += count
    }

    /// Reads a number in groups of seven bits.
    mutating func readVariable() -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = read(bits: 8)
            value |= (byte & 0x7f) << shift
            if byte < 0x80 { break }
        }
        return value
    }

    /// Reads a signed number in groups of seven bits.
    mutating func readVariableSigned() -> Int64 {
        ZigZag.decode(readVariable())
    }
}
