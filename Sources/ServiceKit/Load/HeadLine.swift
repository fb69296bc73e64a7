#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One line of a response's head, or of a chunked body between its chunks, without its end.
///
/// Valid only while the bytes are that it was made of.
struct HeadLine {
    private let bytes: UnsafeRawBufferPointer

    /// A line that may still have its carriage return.
    init(_ line: UnsafeRawBufferPointer) {
        let hasReturn = line.last == UInt8(ascii: "\r")
        bytes = UnsafeRawBufferPointer(start: line.baseAddress, count: line.count - (hasReturn ? 1 : 0))
    }

    var isEmpty: Bool { bytes.isEmpty }
    /// Whether it goes on with the header before it, an old form that RFC 9112 still lets clients meet.
    var isContinuation: Bool { bytes.first.map(Self.isBlank) ?? false }
    /// Whether it is `name:value`.
    var hasName: Bool {
        guard let base = bytes.baseAddress, let first = bytes.first, first != UInt8(ascii: ":") else { return false }
        return memchr(base, Int32(UInt8(ascii: ":")), bytes.count) != nil
    }

    /// Whether its name begins with one of two letters, written in lower case; cheaper to ask than the name itself.
    func begins(with first: Unicode.Scalar, or second: Unicode.Scalar) -> Bool {
        guard let letter = bytes.first.map({ $0 | 0x20 }) else { return false }
        return letter == UInt8(ascii: first) || letter == UInt8(ascii: second)
    }

    /// The status, and whether this version of HTTP keeps a connection without a word; nil where it is none.
    ///
    /// 101 is refused: what follows it is not HTTP/1.1.
    func statusLine() -> (status: Int, isKeptByDefault: Bool)? {
        guard bytes.count >= 12, Self.equal(bytes, "HTTP/1.", ignoringCase: false), bytes[8] == UInt8(ascii: " "),
            bytes.count == 12 || bytes[12] == UInt8(ascii: " ")
        else { return nil }
        var status = 0
        for index in 9..<12 {
            guard let digit = Self.digit(bytes[index]) else { return nil }
            status = status * 10 + digit
        }
        guard (100...599).contains(status), status != 101, Self.digit(bytes[7]) != nil else { return nil }
        return (status, bytes[7] != UInt8(ascii: "0"))
    }

    /// The value of the header where it has this name, written in lower case.
    func value(of name: StaticString) -> HeadLine? {
        let length = name.utf8CodeUnitCount
        guard bytes.count > length, bytes[length] == UInt8(ascii: ":"), Self.equal(bytes, name) else { return nil }
        return HeadLine(trimming: bytes[(length + 1)...])
    }

    /// A decimal number without a sign; nil for anything else, and where it does not fit.
    func number() -> Int? {
        guard !bytes.isEmpty else { return nil }
        var value = 0
        for byte in bytes {
            guard let digit = Self.digit(byte) else { return nil }
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeStill) = product.addingReportingOverflow(digit)
            guard !isTooLarge, !isTooLargeStill else { return nil }
            value = sum
        }
        return value
    }

    /// The hexadecimal size before a chunk's extensions; nil for anything else.
    func chunkSize() -> Int? {
        let digits = HeadLine(trimming: bytes.prefix { $0 != UInt8(ascii: ";") }).bytes
        // Fifteen digits are beyond any body, and still no overflow.
        guard (1...15).contains(digits.count) else { return nil }
        var value = 0
        for byte in digits {
            guard let digit = Self.digit(byte) ?? Self.letterDigit(byte) else { return nil }
            value = value << 4 | digit
        }
        return value
    }

    /// Whether the list has this element, written in lower case.
    func hasElement(_ element: StaticString) -> Bool {
        // Nearly always it is the only one.
        if equals(element) { return true }
        var rest = bytes[...]
        while let comma = rest.firstIndex(of: UInt8(ascii: ",")) {
            if HeadLine(trimming: rest[..<comma]).equals(element) { return true }
            rest = rest[(comma + 1)...]
        }
        return HeadLine(trimming: rest).equals(element)
    }

    /// Whether the list ends in this element, written in lower case.
    func hasLast(_ element: StaticString) -> Bool {
        let start = bytes.lastIndex(of: UInt8(ascii: ",")).map { $0 + 1 } ?? 0
        return HeadLine(trimming: bytes[start...]).equals(element)
    }

    private init(trimming slice: Slice<UnsafeRawBufferPointer>) {
        var slice = slice
        while let first = slice.first, Self.isBlank(first) { slice.removeFirst() }
        while let last = slice.last, Self.isBlank(last) { slice.removeLast() }
        bytes = UnsafeRawBufferPointer(rebasing: slice)
    }

    private func equals(_ text: StaticString) -> Bool {
        bytes.count == text.utf8CodeUnitCount && Self.equal(bytes, text)
    }

    /// Whether the bytes, at least as many, begin with a text; one in lower case where theirs does not matter.
    private static func equal(
        _ bytes: UnsafeRawBufferPointer,
        _ text: StaticString,
        ignoringCase: Bool = true
    ) -> Bool {
        let start = text.utf8Start
        for index in 0..<text.utf8CodeUnitCount {
            let byte = bytes[index]
            let isUpper = ignoringCase && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            guard (isUpper ? byte | 0x20 : byte) == start[index] else { return false }
        }
        return true
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func digit(_ byte: UInt8) -> Int? {
        let value = Int(byte) - Int(UInt8(ascii: "0"))
        return (0...9).contains(value) ? value : nil
    }

    private static func letterDigit(_ byte: UInt8) -> Int? {
        let value = Int(byte | 0x20) - Int(UInt8(ascii: "a"))
        return (0...5).contains(value) ? value + 10 : nil
    }
}
