/// A message of protocol buffers, as a client library writes it.
struct ProtobufMessage {
    private(set) var bytes: [UInt8] = []

    private static func varint(_ value: UInt64) -> [UInt8] {
        var (rest, bytes): (UInt64, [UInt8]) = (value, [])
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    private func adding(_ number: UInt64, _ type: UInt64, _ content: [UInt8]) -> ProtobufMessage {
        var result = self
        result.bytes += Self.varint(number << 3 | type) + content
        return result
    }

    /// A field of a whole number.
    func number(_ number: UInt64, _ value: Int64) -> Self { adding(number, 0, Self.varint(UInt64(bitPattern: value))) }

    /// A field of a whole number whose sign is its lowest bit.
    func zigzag(_ number: UInt64, _ value: Int64) -> Self { self.number(number, (value << 1) ^ (value >> 63)) }

    /// A field of a fraction.
    func double(_ number: UInt64, _ value: Double) -> Self {
        adding(number, 1, (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) })
    }

    /// A field of bytes.
    func raw(_ number: UInt64, _ content: [UInt8]) -> Self {
        adding(number, 2, Self.varint(UInt64(content.count)) + content)
    }

    /// A field of text.
    func text(_ number: UInt64, _ value: String) -> Self { raw(number, Array(value.utf8)) }

    /// A field of another message.
    func message(_ number: UInt64, _ content: ProtobufMessage) -> Self { raw(number, content.bytes) }

    /// A field of many whole numbers with signs.
    func packed(_ number: UInt64, _ values: [Int64]) -> Self {
        raw(number, values.flatMap { Self.varint(UInt64(bitPattern: ($0 << 1) ^ ($0 >> 63))) })
    }

    /// Labels, each a field 1.
    func labels(_ labels: KeyValuePairs<String, String>) -> Self {
        labels.reduce(self) { $0.message(1, ProtobufMessage().text(1, $1.key).text(2, $1.value)) }
    }

    /// The message behind its length.
    var delimited: [UInt8] { Self.varint(UInt64(bytes.count)) + bytes }

    /// A metric family of one metric.
    static func family(_ name: String, type: Int64, _ metric: ProtobufMessage) -> ProtobufMessage {
        ProtobufMessage().text(1, name).text(2, "About \(name).").number(3, type).message(4, metric)
    }
}
