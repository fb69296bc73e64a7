internal import PromModel

extension Lexer {
    /// Reads a number or, if letters of a unit follow, a duration.
    mutating func readNumberOrDuration() throws(Failure) -> Token.Kind {
        let start = index
        if current == UInt8(ascii: "0"), peek(1).map({ $0 | 0x20 == UInt8(ascii: "x") }) ?? false {
            return .number(try readHexadecimal())
        }
        skipDigits()
        if current.map(Lexer.startsDurationUnit) ?? false, !startsExponent {
            return .duration(try readDuration(from: start))
        }
        if current == UInt8(ascii: ".") {
            index += 1
            skipDigits()
        }
        if startsExponent {
            index += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
            skipDigits()
        }
        try refuseTrailingName(from: start)
        let digits = bytes[start..<index].filter { $0 != UInt8(ascii: "_") }
        let text = String(decoding: digits, as: UTF8.self)
        if digits.count > 1, digits.first == UInt8(ascii: "0"), let octal = Int64(text, radix: 8) {
            return .number(Double(octal))
        }
        do throws(NumberText.Failure) {
            return .number(try NumberText.parse(text))
        } catch {
            throw Failure(message: "error parsing number: \(Labels.quoted(text))", offset: start)
        }
    }

    private mutating func skipDigits() {
        while let byte = current, byte >= 0x30 && byte <= 0x39 || byte == UInt8(ascii: "_") {
            index += 1
        }
    }

    private var startsExponent: Bool { current.map { $0 | 0x20 == UInt8(ascii: "e") } ?? false }

    private static func startsDurationUnit(_ byte: UInt8) -> Bool {
        "smhdwy".utf8.contains(byte)
    }

    private mutating func readHexadecimal() throws(Failure) -> Double {
        let start = index
        index += 2
        while let byte = current, Lexer.continuesName(byte) {
            index += 1
        }
        let text = String(decoding: bytes[(start + 2)..<index], as: UTF8.self)
        guard let value = Int64(text, radix: 16), !text.hasPrefix("+"), !text.hasPrefix("-") else {
            let spelled = String(decoding: bytes[start..<index], as: UTF8.self)
            throw Failure(message: "bad number or duration syntax: \(Labels.quoted(spelled))", offset: start)
        }
        return Double(value)
    }

    private mutating func readDuration(from start: Int) throws(Failure) -> Duration {
        while let byte = current, Lexer.continuesName(byte) {
            index += 1
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        guard let duration = PromQLDuration.parse(text) else {
            throw Failure(message: "bad number or duration syntax: \(Labels.quoted(text))", offset: start)
        }
        return duration
    }

    private mutating func refuseTrailingName(from start: Int) throws(Failure) {
        guard let byte = current, Lexer.continuesName(byte) else { return }
        index += 1
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        throw Failure(message: "bad number or duration syntax: \(Labels.quoted(text))", offset: start)
    }

    /// Reads a text in quotes; in back quotes nothing is escaped.
    mutating func readString() throws(Failure) -> String {
        let start = index
        let quote = bytes[index]
        index += 1
        var result: [UInt8] = []
        while let byte = current {
            index += 1
            switch byte {
            case quote:
                return StrayByte.text(result)
            case UInt8(ascii: "\\") where quote != UInt8(ascii: "`"):
                try readEscape(quote: quote, into: &result)
            case UInt8(ascii: "\n") where quote != UInt8(ascii: "`"):
                throw Failure(message: "unterminated quoted string", offset: start)
            default:
                result.append(byte)
            }
        }
        let kind = quote == UInt8(ascii: "`") ? "raw string" : "quoted string"
        throw Failure(message: "unterminated \(kind)", offset: start)
    }

    private mutating func readEscape(quote: UInt8, into result: inout [UInt8]) throws(Failure) {
        let start = index - 1
        guard let byte = current else { throw Failure(message: "escape sequence not terminated", offset: start) }
        index += 1
        switch byte {
        case quote, UInt8(ascii: "\\"): result.append(byte)
        case UInt8(ascii: "a"): result.append(0x07)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0c)
        case UInt8(ascii: "n"): result.append(0x0a)
        case UInt8(ascii: "r"): result.append(0x0d)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "v"): result.append(0x0b)
        case UInt8(ascii: "x"): result.append(UInt8(truncatingIfNeeded: try readDigits(2, radix: 16, from: start)))
        case 0x30...0x37:
            index -= 1
            result.append(UInt8(truncatingIfNeeded: try readDigits(3, radix: 8, from: start)))
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let value = try readDigits(byte == UInt8(ascii: "u") ? 4 : 8, radix: 16, from: start)
            guard let scalar = Unicode.Scalar(value) else {
                throw Failure(message: "escape sequence is an invalid Unicode code point", offset: start)
            }
            result += Array(String(Character(scalar)).utf8)
        default:
            throw Failure(message: "unknown escape sequence", offset: start)
        }
    }

    private mutating func readDigits(_ count: Int, radix: Int, from start: Int) throws(Failure) -> UInt32 {
        let end = index + count
        guard end <= bytes.count, bytes[index..<end].allSatisfy(Lexer.continuesName),
            let value = UInt32(String(decoding: bytes[index..<end], as: UTF8.self), radix: radix),
            radix == 16 || value < 256
        else { throw Failure(message: "illegal character in escape sequence", offset: start) }
        index = end
        return value
    }
}
