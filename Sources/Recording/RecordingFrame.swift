/// How a recording is laid out: a line that names the format, and then frames, each whole or not there.
///
/// A frame is its length and its checksum (CRC-32 of ISO-HDLC), four bytes each, lowest byte first, and that many bytes.
/// It is written at once, so that what a crash cuts off is the end of the last one.
package enum RecordingFrame {
    /// The first line; the number is that of the format.
    package static let header = Array("sretop recording 1\n".utf8)

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

    /// What a frame holds, and what comes after it; nil where it is cut or damaged.
    package static func next(_ bytes: ArraySlice<UInt8>) -> (content: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)? {
        guard bytes.count >= 8 else { return nil }
        let count = Int(number(bytes.prefix(4)))
        let sum = number(bytes.dropFirst(4).prefix(4))
        let rest = bytes.dropFirst(8)
        guard count <= rest.count else { return nil }
        let content = rest.prefix(count)
        return checksum(content) == sum ? (content, rest.dropFirst(count)) : nil
    }

    private static func little(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32($0 * 8)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
