/// A cursor that pulls values out of JSON text, one after the other, without building a tree.
///
/// The caller knows which value comes next, or skips it. Arrays and objects are walked like this:
///
///     guard try reader.enterObject() else { return }
///     while let key = try reader.nextKey() { … }
///
/// Every value has to be read or skipped before the next key or element is asked for.
struct JSONReader {
    /// No answer of the API comes near this depth.
    private static let maximumDepth = 64

    let bytes: UnsafeBufferPointer<UInt8>
    var index: Int
    /// Whether a comma has to come before the next key or element of the innermost container.
    private var needsComma = false

    init(bytes: UnsafeBufferPointer<UInt8>, at index: Int = 0) {
        self.bytes = bytes
        self.index = index
    }

    /// Moves to the next byte that is not white space, and returns it.
    mutating func next() throws(JSONFault) -> UInt8 {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            case let byte: return byte
            }
        }
        throw .truncated(at: bytes.count)
    }

    /// Moves over one byte that has to come next.
    mutating func expect(_ byte: UInt8, _ wanted: StaticString) throws(JSONFault) {
        guard try next() == byte else { throw .unexpected(wanted: "\(wanted)", at: index) }
        index += 1
    }

    /// Moves into an object; false for `null`, which counts as an empty one.
    mutating func enterObject() throws(JSONFault) -> Bool {
        try enter(UInt8(ascii: "{"), "an object")
    }

    /// Moves into an array; false for `null`, which counts as an empty one.
    mutating func enterArray() throws(JSONFault) -> Bool {
        try enter(UInt8(ascii: "["), "an array")
    }

    /// Moves to the value of the next key of the innermost object; nil, behind the object, at its end.
    mutating func nextKey() throws(JSONFault) -> String? {
        guard try advance(closing: UInt8(ascii: "}")) else { return nil }
        let key = try string()
        try expect(UInt8(ascii: ":"), "a colon")
        return key
    }

    /// Moves to the next element of the innermost array; false, behind the array, at its end.
    mutating func nextElement() throws(JSONFault) -> Bool {
        try advance(closing: UInt8(ascii: "]"))
    }

    /// Moves over a value of any kind.
    mutating func skip(depth: Int = 0) throws(JSONFault) {
        guard depth < Self.maximumDepth else { throw .tooDeep(at: index) }
        switch try next() {
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "{"):
            guard try enterObject() else { return }
            while try nextKey() != nil { try skip(depth: depth + 1) }
        case UInt8(ascii: "["):
            guard try enterArray() else { return }
            while try nextElement() { try skip(depth: depth + 1) }
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        default: _ = try numberText()
        }
    }

    /// Reads `true` or `false`.
    mutating func bool() throws(JSONFault) -> Bool {
        let isTrue = try next() == UInt8(ascii: "t")
        try literal(isTrue ? "true" : "false")
        return isTrue
    }

    /// Makes sure that nothing but white space is left.
    mutating func finish() throws(JSONFault) {
        while index < bytes.count {
            guard [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) else {
                throw .unexpected(wanted: "the end", at: index)
            }
            index += 1
        }
    }

    private mutating func enter(_ opening: UInt8, _ wanted: StaticString) throws(JSONFault) -> Bool {
        let byte = try next()
        if byte == UInt8(ascii: "n") {
            try literal("null")
            return false
        }
        guard byte == opening else { throw .unexpected(wanted: "\(wanted)", at: index) }
        index += 1
        needsComma = false
        return true
    }

    private mutating func advance(closing: UInt8) throws(JSONFault) -> Bool {
        let byte = try next()
        if byte == closing {
            index += 1
            // The container was itself a value of the one around it.
            needsComma = true
            return false
        }
        if needsComma {
            guard byte == UInt8(ascii: ",") else { throw .unexpected(wanted: "a comma", at: index) }
            index += 1
        }
        needsComma = true
        return true
    }

    private mutating func literal(_ text: StaticString) throws(JSONFault) {
        for offset in 0..<text.utf8CodeUnitCount {
            guard index + offset < bytes.count else { throw .truncated(at: bytes.count) }
            guard bytes[index + offset] == text.utf8Start[offset] else {
                throw .unexpected(wanted: "\(text)", at: index)
            }
        }
        index += text.utf8CodeUnitCount
    }
}
