/// Foreign text cut down to what is safe and short enough for a line of a terminal.
enum PrintableExcerpt {
    /// How much of a page that is not from the API is shown.
    static let pageLength = 80
    /// How much of an error or a warning of the API is shown.
    static let messageLength = 400

    /// Text without escape sequences, control and direction characters, its white space joined to single blanks.
    static func of(_ text: String, atMost limit: Int) -> String {
        var result = ""
        var count = 0
        var wantsBlank = false
        // A character may hold any number of scalars; counting scalars bounds those too.
        var scalars = Array(text.unicodeScalars.prefix(limit * 16))[...]
        while let scalar = scalars.popFirst() {
            if scalar == "\u{1B}" {
                dropSequence(&scalars)
            } else if scalar.properties.isWhitespace {
                wantsBlank = count > 0
            } else if isPrintable(scalar) {
                guard count < limit else { return result + "…" }
                if wantsBlank { result += " " }
                count += wantsBlank ? 2 : 1
                wantsBlank = false
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The beginning of a body.
    static func of(_ bytes: [UInt8], atMost limit: Int) -> String {
        of(String(decoding: bytes.prefix(limit * 16), as: UTF8.self), atMost: limit)
    }

    /// Drops the rest of an escape sequence, whose first byte is gone already.
    private static func dropSequence(_ scalars: inout ArraySlice<Unicode.Scalar>) {
        switch scalars.popFirst() {
        case "[":
            while let scalar = scalars.popFirst() {
                if (0x40...0x7E).contains(scalar.value) { return }
            }
        case "]", "P", "X", "^", "_":
            while let scalar = scalars.popFirst() {
                if scalar == "\u{07}" { return }
                if scalar == "\u{1B}" {
                    if scalars.first == "\\" { scalars.removeFirst() }
                    return
                }
            }
        default: break
        }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
