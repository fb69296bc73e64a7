/// Splits a PromQL expression into words.
struct Lexer {
    /// What is wrong with a text, and at which byte.
    struct Failure: Error {
        var message: String
        var offset: Int
    }

    let bytes: [UInt8]
    var index = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Splits a whole text; the last word is always ``Token/Kind/end``.
    static func tokens(of text: String) throws(Failure) -> [Token] {
        var lexer = Lexer(text)
        var tokens: [Token] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    /// Whether a range or a subquery is being read: there are no names of metrics in it.
    private var isInBrackets = false

    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    func peek(_ distance: Int) -> UInt8? {
        index + distance < bytes.count ? bytes[index + distance] : nil
    }

    mutating func next() throws(Failure) -> Token {
        skipBlanksAndComments()
        let start = index
        guard let byte = current else { return Token(kind: .end, offset: start) }
        switch byte {
        case 0x30...0x39:
            return Token(kind: try readNumberOrDuration(), offset: start)
        case UInt8(ascii: ".") where peek(1).map { $0 >= 0x30 && $0 <= 0x39 } ?? false:
            return Token(kind: try readNumberOrDuration(), offset: start)
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
            return Token(kind: .string(try readString()), offset: start)
        case _ where Lexer.startsName(byte) || byte == UInt8(ascii: ":") && startsNameAfterColons:
            return Token(kind: readName(), offset: start)
        default:
            if byte == UInt8(ascii: "[") { isInBrackets = true }
            if byte == UInt8(ascii: "]") { isInBrackets = false }
            return Token(kind: .sign(try readSign()), offset: start)
        }
    }

    private mutating func skipBlanksAndComments() {
        while let byte = current {
            switch byte {
            case 0x20, 0x09, 0x0a, 0x0d:
                index += 1
            case UInt8(ascii: "#"):
                while let other = current, other != UInt8(ascii: "\n") {
                    _ = other
                    index += 1
                }
            default:
                return
            }
        }
    }

    static func startsName(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a) || byte == UInt8(ascii: "_")
    }

    static func continuesName(_ byte: UInt8) -> Bool {
        startsName(byte) || byte >= 0x30 && byte <= 0x39
    }

    /// A colon begins a metric name unless it stands in a subquery, where it parts two lengths of time.
    private var startsNameAfterColons: Bool {
        guard !isInBrackets else { return false }
        var distance = 1
        while peek(distance) == UInt8(ascii: ":") {
            distance += 1
        }
        return peek(distance).map(Lexer.startsName) ?? false
    }

    private mutating func readName() -> Token.Kind {
        let start = index
        var hasColon = false
        while let byte = current, Lexer.continuesName(byte) || byte == UInt8(ascii: ":") && !isInBrackets {
            if byte == UInt8(ascii: ":") { hasColon = true }
            index += 1
        }
        let name = String(decoding: bytes[start..<index], as: UTF8.self)
        return hasColon ? .metricName(name) : .identifier(name)
    }

    private mutating func readSign() throws(Failure) -> String {
        for sign in Lexer.longSigns where bytes[index...].starts(with: sign.utf8) {
            index += 2
            return sign
        }
        let byte = bytes[index]
        let sign = String(decoding: [byte], as: UTF8.self)
        guard Lexer.shortSigns.contains(sign) else {
            throw Failure(message: "unexpected character: \(Lexer.describe(bytes[index...]))", offset: index)
        }
        index += 1
        return sign
    }

    private static let longSigns = ["==", "!=", "<=", ">=", "=~", "!~", "</", ">/"]
    private static let shortSigns: Set<String> = [
        "(", ")", "{", "}", "[", "]", ",", ":", "=", "<", ">", "+", "-", "*", "/", "%", "^", "@",
    ]

    private static func describe(_ rest: ArraySlice<UInt8>) -> String {
        guard let first = String(decoding: rest.prefix(4), as: UTF8.self).first else { return "''" }
        return "'\(first)'"
    }
}
