/// How a recording is laid out: a line that names the format, and then frames, each whole or not there.
///
/// A frame is its length and its checksum (CRC-32 of ISO-HDLC), four bytes each, lowest byte first, and that many bytes.
/// It is written at once, so that what a crash cuts off is the end of the last one.
package enum RecordingFrame {
    /// The number of the format.
    package static let format = 1
    /// The first line.
    package static let header = Array("sretop recording \(format)\n".utf8)
    /// How many bytes stand before what a frame holds.
    static let headLength = 8

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
    }

    /// The checksum of some bytes.
    package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
    }

    /// A frame around some bytes.
    package static func frame(_ bytes: [UInt8]) -> [UInt8] {
        little(UInt32(bytes.count)) + little(checksum(bytes)) + bytes
    }

    /// How long what a frame holds is; nil where it is cut.
    static func length(at place: Int, size: Int, _ bytes: (Range<Int>) -> [UInt8]) -> Int? {
        guard size - place >= headLength else { return nil }
        let head = bytes(place..<(place + 4))
        guard head.count == 4 else { return nil }
        let count = Int(number(head[...]))
        return count <= size - place - headLength ? count : nil
    }

    /// What a frame holds; nil where it is cut or damaged.
    static func content(at place: Int, size: Int, _ bytes: (Range<Int>) -> [UInt8]) -> [UInt8]? {
        guard let count = length(at: place, size: size, bytes) else { return nil }
        let frame = bytes((place + 4)..<(place + headLength + count))
        guard frame.count == count + 4, number(frame.prefix(4)) == checksum(frame.dropFirst(4)) else { return nil }
        return Array(frame.dropFirst(4))
    }

    private static func little(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32($0 * 8)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
