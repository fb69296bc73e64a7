/// Reads the fields of a message of protocol buffers, one after the other.
///
/// Any bytes are allowed: what cannot be read is told with its place. Nothing is copied.
struct ProtobufReader {
    /// What a message cannot be read for, and at which byte of the page.
    struct Fault: Error {
        let kind: ExpositionProblem.Kind
        let offset: Int
    }

    /// The value of a field, as it is written.
    enum Field {
        case varint(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        case bytes(Range<Int>)
    }

    let bytes: UnsafeBufferPointer<UInt8>
    /// Where the next field begins.
    private(set) var position: Int
    private let end: Int

    /// Reads a part of the page.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { position >= end }

    /// The next field's number and value; nil at the end.
    mutating func next() throws(Fault) -> (number: UInt64, field: Field)? {
        guard position < end else { return nil }
        let start = position
        let key = try varint()
        let number = key >> 3
        guard number > 0, number < 1 << 29 else {
            throw Fault(kind: .malformedMessage("field number \(number)"), offset: start)
        }
        switch key & 7 {
        case 0: return (number, .varint(try varint()))
        case 1: return (number, .fixed64(try fixed(UInt64.self)))
        case 2: return (number, .bytes(try lengthDelimited()))
        case 5: return (number, .fixed32(try fixed(UInt32.self)))
        case let type: throw Fault(kind: .malformedMessage("wire type \(type)"), offset: start)
        }
    }

    /// A number of up to 64 bits, seven a byte, the lowest first.
    mutating func varint() throws(Fault) -> UInt64 {
        // Most numbers have one byte.
        if position < end, bytes[position] < 0x80 {
            position += 1
            return UInt64(bytes[position - 1])
        }
        let start = position
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while position < end {
            let byte = bytes[position]
            position += 1
            if shift == 63, byte > 1 { break }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        guard position >= end, shift < 64 else {
            throw Fault(kind: .malformedMessage("number of more than 64 bits"), offset: start)
        }
        throw Fault(kind: .unexpectedEnd, offset: start)
    }

    /// Bytes behind their count.
    mutating func lengthDelimited() throws(Fault) -> Range<Int> {
        let start = position
        let count = try varint()
        guard count <= UInt64(end - position) else { throw Fault(kind: .unexpectedEnd, offset: start) }
        let range = position..<position + Int(count)
        position = range.upperBound
        return range
    }

    /// A number of the machine's size, the lowest byte first.
    mutating func fixed<Number: FixedWidthInteger>(_ type: Number.Type) throws(Fault) -> Number {
        let size = Number.bitWidth / 8
        guard end - position >= size else { throw Fault(kind: .unexpectedEnd, offset: position) }
        let number = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: position, as: Number.self)
        position += size
        return Number(littleEndian: number)
    }

    /// A text that has to be valid UTF-8.
    func text(_ range: Range<Int>) throws(Fault) -> String {
        guard let text = bytes.validText(range) else {
            throw Fault(kind: .invalidUTF8, offset: range.lowerBound)
        }
        return text
    }
}

extension ProtobufReader.Field {
    /// The number that was written as a `double`.
    var double: Double? {
        guard case .fixed64(let bits) = self else { return nil }
        return Double(bitPattern: bits)
    }

    /// The number that was written as an `int64`, `int32`, `uint64` or `uint32`.
    var integer: Int64? {
        guard case .varint(let bits) = self else { return nil }
        return Int64(bitPattern: bits)
    }

    /// The number that was written as a `sint64` or `sint32`.
    var zigzag: Int64? {
        guard case .varint(let bits) = self else { return nil }
        return Self.zigzag(bits)
    }

    /// The place of a message or text.
    var range: Range<Int>? {
        guard case .bytes(let range) = self else { return nil }
        return range
    }

    /// A number whose lowest bit is its sign.
    static func zigzag(_ bits: UInt64) -> Int64 { Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1) }
}
